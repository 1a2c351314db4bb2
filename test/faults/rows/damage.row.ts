import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedEvent } from '#libs/event-store';
import { LedgerProcess, newDataDir } from '../../support/ledger-process.ts';
import { startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { caseOf, type FaultRow, type Round, type Trial } from '../harness/fault-row.ts';
import { eventsAfter, vaultFaults } from '../oracle/kept-files.ts';

const REPORT_COUNT = 60;
/** Exit code of a ledger that cannot start as it is set up. */
const CANNOT_START = 78;

const CASES = [
  { file: 'events.sqlite', how: 'flipped' },
  { file: 'vault.sqlite', how: 'flipped' },
  { file: 'events.sqlite', how: 'truncated' },
  { file: 'vault.sqlite', how: 'truncated' },
] as const;

/** What a start, or a read, says of damage: which file, and where or what. */
const NAMED =
  /event log .*(?:damaged|truncated|not an event log|schema version|cannot be used)|position \d+.*(?:not as it was written|no known stream)|is missing|vault.*(?:damaged|not a vault|no vault|lacks|schema version|empty|cannot be used)|key-encryption key|log lacks events/i;

class DamageTrial implements Trial {
  readonly #original: string;
  readonly #events: readonly RecordedEvent[];
  #refused = 0;
  #named = 0;
  #harmless = 0;

  constructor(original: string, events: readonly RecordedEvent[]) {
    this.#original = original;
    this.#events = events;
  }

  async round(round: Round): Promise<string> {
    const { file, how } = caseOf(round, CASES);
    const dataDir = newDataDir();
    try {
      cpSync(this.#original, dataDir, { recursive: true });
      const path = join(dataDir, file);
      const bytes = readFileSync(path);
      const at = round.random.below(bytes.length);
      if (how === 'truncated') truncateSync(path, at);
      else {
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << round.random.below(8)), at);
        writeFileSync(path, bytes);
      }
      await this.#judge(dataDir, `${file} ${how} at ${at} of ${bytes.length}`);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
    return `${this.#refused} starts refused, ${this.#named} reads refused by name, ${this.#harmless} without harm`;
  }

  end(): Promise<void> {
    rmSync(this.#original, { recursive: true, force: true });
    return Promise.resolve();
  }

  /** Refused by name at the start, or at a read; else everything is served exactly as it was recorded. */
  async #judge(dataDir: string, what: string): Promise<void> {
    const ledger = LedgerProcess.spawn({ dataDir });
    const started = await Promise.race([ledger.listening.then(() => 'listening' as const), ledger.ended]);
    if (started !== 'listening') {
      const text = ledger.lines.join('\n');
      assert.equal(started.code, CANNOT_START, `${what}: ${text}`);
      assert.match(text, NAMED, what);
      this.#refused += 1;
      return;
    }
    await ledger.stop();
    const problem = await this.#difference(dataDir);
    if (problem === undefined) this.#harmless += 1;
    else {
      assert.match(problem, NAMED, what);
      this.#named += 1;
    }
  }

  /** What a reader is told in place of what was recorded; `undefined` when nothing differs. */
  async #difference(dataDir: string): Promise<string | undefined> {
    let events: readonly RecordedEvent[];
    try {
      events = await eventsAfter(dataDir);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    assert.deepEqual(events.slice(0, this.#events.length), this.#events);
    const faults = await vaultFaults(dataDir).catch((error: unknown) => [String(error)]);
    if (faults.length === 0) return undefined;
    // A ciphertext or a key that does not open is told as such, and is not taken for another.
    assert.ok(
      faults.every((fault) => /tampered|damaged|key-encryption key/.test(fault)),
      faults.join('\n'),
    );
    return `vault damaged: ${faults.join(', ')}`;
  }
}

/** A ledger with some records, stopped in good order. */
async function recordedLedger(): Promise<DamageTrial> {
  const ledger = await startRegisteredLedger();
  const generator = new ReportGenerator(new SeededRandom(1));
  const reports = Array.from({ length: REPORT_COUNT }, () => generator.aboutPerson());
  const answer = await ledger.caller.report(reports);
  assert.equal(answer.status, 201, answer.text);
  await ledger.stop();
  mkdirSync(ledger.dataDir, { recursive: true });
  return new DamageTrial(ledger.dataDir, await eventsAfter(ledger.dataDir));
}

export const damageRow: FaultRow = {
  name: 'damage',
  promise:
    'a flipped bit or a torn file of log or vault is refused by name and place, and never served as if it were right',
  rounds: { long: 200, short: 5 },
  begin: recordedLedger,
};
