import assert from 'node:assert/strict';
import { discard, type LedgerProcess } from '../../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import { caseOf, type FaultRow, type Round, type Trial } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { eventsAfter, isReport, vaultFaults } from '../oracle/kept-files.ts';
import { FaultShim } from '../shim/fault-shim.ts';

/** Reports of new people one after the other: each makes keys and links first, and then events. */
const REPORT_COUNT = 4;
/** A vault's transaction and a flush of the log come to about so many calls each. */
const CALLS_PER_REPORT = { write: 12, sync: 2 } as const;

/** The steps of an append, as the disk sees them: keys and links, then the events, then the read models. */
const CASES = [
  { file: 'vault.sqlite', call: 'write' },
  { file: 'vault.sqlite', call: 'sync' },
  { file: 'events.sqlite', call: 'write' },
  { file: 'events.sqlite', call: 'sync' },
  { file: 'read-models.sqlite', call: 'write' },
] as const;

class KillAtStepTrial implements Trial {
  readonly #shim: FaultShim;
  readonly #acknowledged = new Acknowledgements();
  #ledger: LedgerProcess;
  /** Rounds in which the step was met. */
  #died = 0;

  constructor(shim: FaultShim, ledger: LedgerProcess) {
    this.#shim = shim;
    this.#ledger = ledger;
  }

  async round(round: Round): Promise<string> {
    const { random, seed } = round;
    const { file, call } = caseOf(round, CASES);
    const generator = new ReportGenerator(random);
    const subject = (number: number) => ({ identifiers: [{ scheme: 'userId', value: `new-${seed}-${number}` }] });
    const reports = Array.from({ length: REPORT_COUNT }, (_none, number) =>
      generator.report('PersonalDataCorrected', { source: `/round-${seed}`, subject: subject(number) }),
    );
    this.#shim.arm({ file, call, act: 'kill', nth: 1 + random.below(CALLS_PER_REPORT[call] * REPORT_COUNT) });
    for (const report of reports) {
      const answer = await this.#ledger.caller.report(report).catch(() => undefined);
      if (answer === undefined) break;
      assert.equal(answer.status, 201, answer.text);
      this.#acknowledged.acknowledge(report, answer.json());
    }
    if (this.#shim.fired > 0) this.#died += 1;
    this.#shim.disarm();
    await this.#ledger.kill();
    assert.deepEqual(await vaultFaults(this.#ledger.dataDir), []);
    this.#ledger = await restarted(this.#ledger, this.#shim.environment);
    const receipts = [];
    for (const report of reports) receipts.push(await this.#ledger.caller.recorded(report));
    receipts.forEach((receipt, place) => this.#acknowledged.acknowledge(reports[place], receipt));
    // One person each, whether their keys were made before the kill or after it.
    assert.equal(new Set(receipts.map(({ subjectId }) => subjectId)).size, REPORT_COUNT);
    return `${this.#acknowledged.size} events, died at a step in ${this.#died} rounds`;
  }

  async conclude(): Promise<void> {
    assert.ok(this.#died > 0, 'no step was met: nothing was tried');
    await this.#ledger.stop();
    this.#ledger = await restarted(this.#ledger);
    await this.#acknowledged.assertKeptIn(this.#ledger.dataDir);
    const events = await eventsAfter(this.#ledger.dataDir);
    this.#acknowledged.assertNothingElse(events);
    assert.equal(events.filter(isReport).length, this.#acknowledged.size);
  }

  async end(): Promise<void> {
    await discard(this.#ledger);
    this.#shim.remove();
  }
}

export const killAtStepRow: FaultRow = {
  name: 'kill-at-step',
  promise:
    'death at any write or flush between making a key and projecting its event: no key lost, no event without one',
  rounds: { long: 100, short: 3 },
  refusal: () => FaultShim.refusal(),
  begin: async () => {
    const shim = FaultShim.build();
    return new KillAtStepTrial(shim, await startRegisteredLedger(shim.environment));
  },
};
