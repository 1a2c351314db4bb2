import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { IngestionRound, send } from '../../support/ingestion-round.ts';
import { discard, LedgerProcess } from '../../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { caseOf, type FaultRow, type Round, type Trial } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import {
  eventsAfter,
  isProjected,
  placeOf,
  projectedAfter,
  projectedPosition,
  vaultFaults,
} from '../oracle/kept-files.ts';

const PDL = join(import.meta.dirname, '../../../dist/apps/cli/src/main.js');
/** Kills come after so many acknowledgements at most: counted, not timed, so that a seed means the same anywhere. */
const ACKNOWLEDGED_COUNT_MAX = 150;
/** A start, and a rebuild of a small log, take about as long. Milliseconds. */
const START_MS = 1_200;
const REPORTS_AT_A_TIME = 200;

/** What is going on when the kill comes. Most often writing. */
const CASES = ['writing', 'writing', 'writing', 'starting', 'writing', 'writing', 'writing', 'rebuilding'] as const;

/** A ledger that lives through kills, and everything it ever acknowledged. */
class KillTrial implements Trial {
  readonly #acknowledged = new Acknowledgements();
  #ledger: LedgerProcess;
  /** Up to here the log has been compared with the read models. */
  #checkedUpTo = 0;

  constructor(ledger: LedgerProcess) {
    this.#ledger = ledger;
  }

  async round(round: Round): Promise<string> {
    const what = caseOf(round, CASES);
    const written = await this.#writeUntilKilled(round);
    if (what === 'starting') await this.#killStarting(round.random);
    if (what === 'rebuilding') await this.#killRebuilding(round.random);
    this.#ledger = await restarted(this.#ledger);
    await this.#check();
    // Also what nobody knows the fate of: sent again, it is there once, and what was answered is answered the same.
    for (let start = 0; start < written.length; start += REPORTS_AT_A_TIME) {
      const group = written.slice(start, start + REPORTS_AT_A_TIME);
      const receipts = await send(this.#ledger.caller, group);
      group.forEach((report, place) => this.#acknowledged.acknowledge(report, receipts[place] ?? assert.fail()));
    }
    return `${this.#acknowledged.size} events acknowledged`;
  }

  async conclude(): Promise<void> {
    await this.#ledger.stop();
    const events = await eventsAfter(this.#ledger.dataDir);
    this.#acknowledged.assertKept(events);
    this.#acknowledged.assertNothingElse(events);
    assert.deepEqual(await vaultFaults(this.#ledger.dataDir), []);
    this.#ledger = await restarted(this.#ledger);
    await this.#acknowledged.assertKeptIn(this.#ledger.dataDir);
  }

  end(): Promise<void> {
    return discard(this.#ledger);
  }

  async #writeUntilKilled({ random, seed }: Round): Promise<readonly IngestionRound['sent'][number]['report'][]> {
    const killAfter = 1 + random.below(ACKNOWLEDGED_COUNT_MAX);
    const round = new IngestionRound({
      ...{ caller: this.#ledger.caller, random, generator: new ReportGenerator(random), source: `/round-${seed}` },
      onAcknowledged: (count) => {
        if (count === killAfter) void this.#ledger.kill();
      },
    });
    await round.run();
    assert.deepEqual(await this.#ledger.ended, { code: null, signal: 'SIGKILL' });
    assert.deepEqual(round.contradictions, []);
    this.#acknowledged.acknowledgeAll(round.sent);
    return round.sent.map(({ report }) => report);
  }

  async #killStarting(random: SeededRandom): Promise<void> {
    const starting = LedgerProcess.spawn({ dataDir: this.#ledger.dataDir });
    await wait(random.below(START_MS));
    await starting.kill();
  }

  async #killRebuilding(random: SeededRandom): Promise<void> {
    const command = [PDL, 'rebuild', '--data-dir', this.#ledger.dataDir];
    const rebuild = spawn(process.execPath, command, { stdio: 'ignore' });
    const ended = once(rebuild, 'exit');
    await Promise.race([wait(random.below(START_MS)), ended]);
    rebuild.kill('SIGKILL');
    await ended;
  }

  /** What came since the last look: the ledger listens only when its read models know all that is in the log. */
  async #check(): Promise<void> {
    const { dataDir } = this.#ledger;
    // Deadlines pass meanwhile, and the log goes on by itself.
    const upTo = projectedPosition(dataDir);
    const events = await eventsAfter(dataDir, this.#checkedUpTo);
    const isReached = ({ position }: { readonly position: number }) => position <= upTo;
    assert.deepEqual(
      projectedAfter(dataDir, this.#checkedUpTo).filter(isReached),
      events.filter((event) => isReached(event) && isProjected(event)).map(placeOf),
    );
    this.#checkedUpTo = Math.max(upTo, this.#checkedUpTo);
  }
}

export const killRow: FaultRow = {
  name: 'kill',
  promise: 'kill -9 while eight writers report, at start and during a rebuild: what was acknowledged is there once',
  rounds: { long: 200, short: 5 },
  begin: async () => new KillTrial(await startRegisteredLedger()),
};
