import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { EmbeddedEventStore, type NewEvent } from '#libs/event-store';
import { discard, type LedgerProcess } from '../../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../../support/registered-ledger.ts';
import { ReportGenerator } from '../../support/report-generator.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import type { FaultRow, Round, Trial } from '../harness/fault-row.ts';
import { Acknowledgements } from '../oracle/acknowledgements.ts';
import { eventsAfter, isProjected, parkedIn, placeOf, projectedAfter, untilProjected } from '../oracle/kept-files.ts';

const PDL = join(import.meta.dirname, '../../../dist/apps/cli/src/main.js');
const POISON_COUNT_MAX = 6;
const REPORT_COUNT = 20;
const PROJECTED_MS_MAX = 30_000;
/** Exit code of a rebuild that left something out. */
const LEFT_OUT = 1;

/** Events nobody should ever have written, and why each cannot be projected. */
const POISONS = [
  ['unknownType', (event: NewEvent) => ({ ...event, type: 'SomethingNobodyKnows' })],
  ['unknownSchemaVersion', (event: NewEvent) => ({ ...event, data: { ...event.data, schemaVersion: 99 } })],
  ['malformedEvent', (event: NewEvent) => ({ ...event, data: { ...event.data, occurredAt: 'yesterday' } })],
  ['malformedEvent', (event: NewEvent) => ({ ...event, metadata: {} })],
  ['constraintViolated', (event: NewEvent) => event],
] as const;

class PoisonTrial implements Trial {
  readonly #acknowledged = new Acknowledgements();
  #ledger: LedgerProcess;
  /** Position and reason of each poison. */
  readonly #poisons: { readonly position: number; readonly reason: string }[] = [];

  constructor(ledger: LedgerProcess) {
    this.#ledger = ledger;
  }

  async round({ random, seed }: Round): Promise<string> {
    await this.#report(random, `/round-${seed}-before`);
    await this.#ledger.stop();
    await this.#poison(random);
    this.#ledger = await restarted(this.#ledger);
    await this.#report(random, `/round-${seed}-after`);
    await this.#expectParked();
    const { caller } = this.#ledger;
    const ready = await caller.call('/readyz');
    assert.ok(ready.status === 200 && ready.text.includes('could not be projected'), ready.text);
    const metrics = await caller.call('/metrics', { as: 'admin' });
    const told = [...metrics.text.matchAll(/^pdl_parked_events\{reason="(\w+)"\} (\d+)$/gm)];
    const counts = told.map(([, reason, count]) => [reason, Number(count)]).sort();
    const expected = [...Map.groupBy(this.#poisons, ({ reason }) => reason)].map(([reason, all]) => [
      reason,
      all.length,
    ]);
    assert.deepEqual(counts, expected.sort());

    await this.#ledger.stop();
    const command = [PDL, 'rebuild', '--json', '--data-dir', this.#ledger.dataDir];
    const { status, stdout } = spawnSync(process.execPath, command, { encoding: 'utf8' });
    assert.deepEqual([status, (JSON.parse(stdout) as { parked: number }).parked], [LEFT_OUT, this.#poisons.length]);
    await this.#expectParked();
    this.#ledger = await restarted(this.#ledger);
    return `${this.#poisons.length} poisons parked, ${this.#acknowledged.size} others projected`;
  }

  end(): Promise<void> {
    return discard(this.#ledger);
  }

  async #report(random: SeededRandom, source: string): Promise<void> {
    const generator = new ReportGenerator(random);
    let position = 0;
    for (let count = 0; count < REPORT_COUNT; count++) {
      const report = generator.aboutPerson({ source });
      const receipt = await this.#ledger.caller.recorded(report);
      this.#acknowledged.acknowledge(report, receipt);
      position = receipt.position;
    }
    await this.#ledger.caller.searchPage({ atLeast: position, limit: 1 });
  }

  /** As somebody with another program would: good events, spoilt, among the others. */
  async #poison(random: SeededRandom): Promise<void> {
    const good = (await eventsAfter(this.#ledger.dataDir)).filter(({ id }) => this.#acknowledged.has(id));
    const store = await EmbeddedEventStore.open({ directory: this.#ledger.dataDir });
    try {
      for (let count = 1 + random.below(POISON_COUNT_MAX); count > 0; count--) {
        const [reason, spoil] = random.pick(POISONS);
        const { id, type, data, metadata } = random.pick(good);
        const event = spoil({ id: reason === 'constraintViolated' ? id : random.uuid(), type, data, metadata });
        const streamName = `dataSubject-${random.uuid()}`;
        const { position } = await store.append({ streamName, expectedRevision: 'noStream', events: [event] });
        this.#poisons.push({ position, reason });
      }
    } finally {
      await store.close();
    }
  }

  /** Exactly the poisons are put aside, each with its reason, and everything else is projected. */
  async #expectParked(): Promise<void> {
    const { dataDir } = this.#ledger;
    // What comes after it, an access event of an earlier request say, may be in the log and not yet projected.
    const end = await untilProjected(dataDir, PROJECTED_MS_MAX);
    const before = ({ position }: { readonly position: number }) => position <= end;
    assert.deepEqual(parkedIn(dataDir), this.#poisons);
    const poisoned = new Set(this.#poisons.map(({ position }) => position));
    const sound = (await eventsAfter(dataDir)).filter(
      (event) => before(event) && isProjected(event) && !poisoned.has(event.position),
    );
    assert.deepEqual(projectedAfter(dataDir).filter(before), sound.map(placeOf));
  }
}

export const poisonRow: FaultRow = {
  name: 'poison',
  promise:
    'an event that cannot be projected is parked with its reason, the others go on, and a rebuild gives the same',
  rounds: { long: 20, short: 1 },
  begin: async () => new PoisonTrial(await startRegisteredLedger()),
};
