import assert from 'node:assert/strict';
import { discard, type LedgerProcess } from '../../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import type { FaultRow, Round, Trial } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { eventsAfter } from '../oracle/kept-files.ts';
import { FaultShim } from '../shim/fault-shim.ts';

const JUMP_COUNT = 4;
const REPORTS_PER_JUMP = 3;
/** A year either way, and small steps as a time server makes them. Milliseconds. */
const JUMPS_MS = [-31_536_000_000, -3_600_000, -500, -1, 1, 500, 3_600_000, 31_536_000_000] as const;

class ClockTrial implements Trial {
  readonly #shim: FaultShim;
  readonly #acknowledged = new Acknowledgements();
  #ledger: LedgerProcess;
  #lastPosition = 0;
  #offsetMs = 0;

  constructor(shim: FaultShim, ledger: LedgerProcess) {
    this.#shim = shim;
    this.#ledger = ledger;
  }

  /** Jumps while it runs, and one while it is stopped. */
  async round({ random, seed }: Round): Promise<string> {
    const generator = new ReportGenerator(random);
    const restartAt = random.below(JUMP_COUNT);
    for (let jump = 0; jump < JUMP_COUNT; jump++) {
      // Not ever further back than the epoch, nor so far on that a date has no four-digit year.
      this.#offsetMs = Math.max(-1e12, Math.min(1e12, this.#offsetMs + random.pick(JUMPS_MS)));
      this.#shim.setClock(this.#offsetMs);
      if (jump === restartAt) await this.#restart();
      for (let count = 0; count < REPORTS_PER_JUMP; count++) {
        const report = generator.aboutPerson({ source: `/round-${seed}-${jump}` });
        const receipt = await this.#ledger.caller.recorded(report);
        this.#acknowledged.acknowledge(report, receipt);
        // Order is the position: what was acknowledged later stands later, whatever the clock says.
        assert.ok(receipt.position > this.#lastPosition, `${receipt.position} after ${this.#lastPosition}`);
        this.#lastPosition = receipt.position;
        const page = await this.#ledger.caller.historyPage(receipt.subjectId ?? '', { atLeast: receipt.position });
        assert.ok(page.items.some(({ id }) => id === receipt.id));
      }
    }
    return `${this.#acknowledged.size} events over clock jumps`;
  }

  async conclude(): Promise<void> {
    await this.#restart();
    const { dataDir } = this.#ledger;
    const events = await eventsAfter(dataDir);
    const backwards = events.filter(({ recordedAt }, place) => recordedAt < (events[place - 1]?.recordedAt ?? ''));
    assert.deepEqual(
      backwards.map(({ position }) => position),
      [],
    );
    await this.#acknowledged.assertKeptIn(dataDir);
  }

  async end(): Promise<void> {
    await discard(this.#ledger);
    this.#shim.remove();
  }

  async #restart(): Promise<void> {
    await this.#ledger.stop();
    this.#ledger = await restarted(this.#ledger, this.#shim.environment);
  }
}

export const clockRow: FaultRow = {
  name: 'clock',
  promise: 'the clock jumps, also over a restart: order is the position, and recordedAt never runs backwards',
  rounds: { long: 20, short: 2 },
  refusal: () => FaultShim.refusal(),
  begin: async () => {
    const shim = FaultShim.build();
    return new ClockTrial(shim, await startRegisteredLedger(shim.environment));
  },
};
