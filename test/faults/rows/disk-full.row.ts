import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../../support/ledger-caller.ts';
import { LedgerProcess, newDataDir } from '../../support/ledger-process.ts';
import { registerParties } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import { caseOf, eachAlone, type FaultRow, type Round } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { untilProjected, vaultFaults } from '../oracle/kept-files.ts';
import { mountRefusal, Tmpfs } from '../volumes/volume.ts';

const DISK_MEBIBYTES = 24;
const MEBIBYTE = 1_048_576;
const RESERVE_BYTES = 4 * MEBIBYTE;
const WRITER_COUNT = 4;
/** A projector waits so long at most before it tries again, in milliseconds, and some more. */
const RECOVERY_MS_MAX = 15_000;
/** So many refusals in a row mean that the disk takes nothing any more. */
const REFUSALS = 20;
const REPORTS_MAX = 20_000;
/** What a report may be told of a full disk. Where the flush itself met the end of it, nobody knows. */
const HONEST: ReadonlySet<string> = new Set(['storageFull', 'outcomeUnknown', 'unavailable']);

interface FillingDisk {
  /** Left out: all of them are on it. */
  readonly file: string | undefined;
  readonly reserveBytes: number;
}

/** Which file is on the disk that fills up, and whether space is kept back for reading. */
const CASES: readonly FillingDisk[] = [
  { file: undefined, reserveBytes: RESERVE_BYTES },
  { file: 'events.sqlite', reserveBytes: 0 },
  { file: 'vault.sqlite', reserveBytes: 0 },
  { file: 'read-models.sqlite', reserveBytes: 0 },
  { file: undefined, reserveBytes: 0 },
];

async function fillDisk(round: Round): Promise<string> {
  const { file, reserveBytes } = caseOf(round, CASES);
  const disk = Tmpfs.ofSize(DISK_MEBIBYTES);
  const dataDir = file === undefined ? join(disk.folder, 'data') : newDataDir();
  if (file !== undefined) symlinkSync(join(disk.folder, file), join(dataDir, file));
  const env = { PDL_DISK_RESERVE_BYTES: String(reserveBytes), PDL_LAG_READY_MS_MAX: '500' };
  const ledger = await LedgerProcess.start({ dataDir, env });
  try {
    await registerParties(ledger);
    return await new FullDisk(ledger, disk, round).tryIt({ file, reserveBytes });
  } finally {
    await ledger.kill();
    disk.unmount();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

class FullDisk {
  readonly #ledger: LedgerProcess;
  readonly #disk: Tmpfs;
  readonly #round: Round;
  readonly #generator: ReportGenerator;
  readonly #acknowledged = new Acknowledgements();
  readonly #refused: { readonly report: object; readonly code: string }[] = [];

  constructor(ledger: LedgerProcess, disk: Tmpfs, round: Round) {
    this.#ledger = ledger;
    this.#disk = disk;
    this.#round = round;
    this.#generator = new ReportGenerator(round.random);
  }

  async tryIt({ file, reserveBytes }: FillingDisk): Promise<string> {
    const { caller, dataDir } = this.#ledger;
    const somebody = this.#generator.aboutPerson({ source: '/before' });
    const { subjectId = '' } = await this.#recorded(somebody);
    this.#disk.fill(reserveBytes > 0 ? reserveBytes / 2 : this.#round.random.below(MEBIBYTE));
    await Promise.all(Array.from({ length: WRITER_COUNT }, () => this.#writeUntilFull(file)));
    assert.equal((await caller.call('/healthz')).status, 200);
    assert.equal((await caller.call('/v1/controllers', { as: 'auditor' })).status, 200);
    // Who reads is recorded, which takes space: with some kept back, reading goes on, and is recorded.
    if (reserveBytes > 0) await caller.historyPage(subjectId);
    if (file === 'read-models.sqlite') await this.#expectLagSeen();

    this.#disk.empty();
    await this.#untilTaken();
    for (const { report } of this.#refused) this.#acknowledged.acknowledge(report, await caller.recorded(report));
    await untilProjected(dataDir, RECOVERY_MS_MAX);
    await this.#ledger.untilReady();
    await this.#acknowledged.assertKeptIn(dataDir);
    assert.equal(
      (await caller.historyPage(subjectId)).items.some(({ type }) => type === somebody.type),
      true,
    );
    await this.#ledger.stop();
    assert.deepEqual(await vaultFaults(dataDir), []);
    return `${this.#acknowledged.size} events, ${this.#refused.length} refused while the disk was full`;
  }

  async #recorded(report: object) {
    const receipt = await this.#ledger.caller.recorded(report);
    this.#acknowledged.acknowledge(report, receipt);
    return receipt;
  }

  /** Reports of new people go to the vault as well. A full disk of the read models lets reports go on. */
  async #writeUntilFull(file: string | undefined): Promise<void> {
    const enough = file === 'read-models.sqlite' ? 300 : REPORTS_MAX;
    let refusals = 0;
    for (let count = 0; refusals < REFUSALS; count++) {
      if (count >= enough) {
        assert.equal(file, 'read-models.sqlite', 'the disk never became full');
        return;
      }
      const report = this.#generator.aboutPerson({ source: `/round-${this.#round.seed}` });
      const answer = await this.#ledger.caller.report(report);
      if (answer.status === 201) {
        refusals = 0;
        this.#acknowledged.acknowledge(report, answer.json());
        continue;
      }
      refusals += 1;
      this.#judge(answer);
      this.#refused.push({ report, code: answer.problem.code });
    }
    assert.ok(
      this.#refused.some(({ code }) => code === 'storageFull'),
      'nobody was told that the disk is full',
    );
  }

  #judge(answer: Answer): void {
    const [status, code] = answer.refusal;
    assert.ok((status === 507 || status === 503) && HONEST.has(code), `${status} ${answer.text}`);
    assert.ok(Number(answer.headers.get('retry-after')) > 0, 'no Retry-After');
  }

  async #expectLagSeen(): Promise<void> {
    const end = Date.now() + RECOVERY_MS_MAX;
    let answer: Answer;
    do {
      await wait(100);
      answer = await this.#ledger.caller.call('/readyz');
    } while (answer.status === 200 && Date.now() < end);
    assert.equal(answer.status, 503, 'the lag was not seen');
  }

  /** Nobody restarts anything. */
  async #untilTaken(): Promise<void> {
    const report = this.#generator.aboutPerson({ source: '/after' });
    const end = Date.now() + RECOVERY_MS_MAX;
    for (;;) {
      const answer = await this.#ledger.caller.report(report);
      if (answer.status === 201) return this.#acknowledged.acknowledge(report, answer.json());
      assert.ok(Date.now() < end, `not taken again: ${answer.text}`);
      await wait(100);
    }
  }
}

export const diskFullRow: FaultRow = {
  name: 'disk-full',
  promise:
    'the disk of log, vault or read models is full: 507, reading goes on, recovery without a restart, nothing lost',
  rounds: { long: 25, short: 3 },
  refusal: mountRefusal,
  begin: eachAlone(fillDisk),
};
