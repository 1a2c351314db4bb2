import assert from 'node:assert/strict';
import type { Answer } from '../../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator, type GeneratedReport } from '../../support/report-generator.ts';
import type { RecordReceipt } from '../../support/wire.ts';
import { caseOf, type FaultRow, type Round, type Trial } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { vaultFaults } from '../oracle/kept-files.ts';
import { FaultShim } from '../shim/fault-shim.ts';

const REPORT_COUNT = 12;
/** Flushes that such a few reports need at most. */
const NTH_MAX = 8;

/** Which file's flush fails, and whether the disk is mended at once. */
const CASES = [
  { file: 'events.sqlite', times: 1 },
  { file: 'vault.sqlite', times: 1 },
  { file: 'events.sqlite', times: undefined },
  { file: 'vault.sqlite', times: undefined },
  { file: 'read-models.sqlite', times: 1 },
] as const;

/** What may be said of a report while the disk fails: that it is kept, that it is not, or that nobody knows. */
const HONEST: ReadonlySet<string> = new Set(['outcomeUnknown', 'unavailable']);

class FailedSyncTrial implements Trial {
  readonly #shim: FaultShim;
  readonly #acknowledged = new Acknowledgements();
  #ledger: LedgerProcess;
  #unknown = 0;
  /** Rounds in which the call was met. */
  #failed = 0;

  constructor(shim: FaultShim, ledger: LedgerProcess) {
    this.#shim = shim;
    this.#ledger = ledger;
  }

  async round(round: Round): Promise<string> {
    const { random, seed } = round;
    const { file, times } = caseOf(round, CASES);
    const generator = new ReportGenerator(random);
    const source = `/round-${seed}`;
    const reports = Array.from({ length: REPORT_COUNT }, () => generator.aboutPerson({ source }));
    const nth = 1 + random.below(NTH_MAX);
    this.#shim.arm({ file, call: 'sync', act: 'fail', nth, ...(times === undefined ? {} : { times }) });
    for (const report of reports) {
      const hasFailed = this.#shim.fired > 0;
      const answer = await this.#ledger.caller.report(report);
      // Nothing new can be durable once every flush of the log fails.
      if (hasFailed && file === 'events.sqlite' && times === undefined) assert.notEqual(answer.status, 201);
      this.#judge(report, answer);
    }
    if (this.#shim.fired > 0) this.#failed += 1;
    this.#shim.disarm();
    await this.#restart();
    // The same ids and contents again: whatever became of them, each is there once.
    for (const report of reports) {
      this.#acknowledged.acknowledge(report, await this.#ledger.caller.recorded(report));
    }
    return `${this.#acknowledged.size} events, a flush failed in ${this.#failed} rounds, ${this.#unknown} answers left open`;
  }

  async conclude(): Promise<void> {
    assert.ok(this.#failed > 0, 'no flush failed: nothing was tried');
    await this.#restart();
    await this.#acknowledged.assertKeptIn(this.#ledger.dataDir);
    await this.#ledger.stop();
    assert.deepEqual(await vaultFaults(this.#ledger.dataDir), []);
  }

  async end(): Promise<void> {
    await discard(this.#ledger);
    this.#shim.remove();
  }

  #judge(report: GeneratedReport, answer: Answer): void {
    if (answer.status === 201) return this.#acknowledged.acknowledge(report, answer.json<RecordReceipt>());
    const [status, code] = answer.refusal;
    assert.ok(status === 503 && HONEST.has(code), `${status} ${answer.text}`);
    assert.ok(Number(answer.headers.get('retry-after')) > 0, 'no Retry-After');
    this.#unknown += 1;
  }

  async #restart(): Promise<void> {
    await this.#ledger.kill();
    this.#ledger = await restarted(this.#ledger, this.#shim.environment);
  }
}

export const failedSyncRow: FaultRow = {
  name: 'failed-sync',
  promise: 'a failed fsync: the store stops rather than claims, and a retry after a restart gives exactly one',
  rounds: { long: 60, short: 3 },
  refusal: () => FaultShim.refusal(),
  begin: async () => {
    const shim = FaultShim.build();
    return new FailedSyncTrial(shim, await startRegisteredLedger(shim.environment));
  },
};
