import assert from 'node:assert/strict';
import type { RecordReceipt } from '../../support/wire.ts';
import { sameReceipt, type Sent } from '../../support/ingestion-round.ts';
import { eventsAfter, isProjected, isReport, placeOf, projectedAfter, projectedPosition } from './kept-files.ts';

interface Acknowledged {
  readonly position: number;
  readonly revision: number;
}

/** All that a client saw acknowledged: the oracle of what must be there. */
export class Acknowledgements {
  /** By event id. */
  readonly #events = new Map<string, Acknowledged>();
  readonly #receipts = new Map<unknown, RecordReceipt>();

  get size(): number {
    return this.#events.size;
  }

  has(id: string): boolean {
    return this.#events.has(id);
  }

  /** The first answer to a report is kept. @throws AssertionError when another answer differs from it. */
  acknowledge(report: unknown, receipt: RecordReceipt): void {
    const first = this.#receipts.get(report);
    if (first !== undefined) {
      assert.ok(sameReceipt(first, receipt), `two answers to one report: ${JSON.stringify([first, receipt])}`);
      return;
    }
    this.#receipts.set(report, receipt);
    for (const { id, position, revision } of receipt.subjects ?? [receipt])
      this.#events.set(id, { position, revision });
  }

  acknowledgeAll(sent: readonly Sent[]): void {
    for (const { report, receipt } of sent) if (receipt !== undefined) this.acknowledge(report, receipt);
  }

  /** Each is there once, and stands where its receipt says. @param events of the whole log, or of all since a first one. */
  assertKept(events: readonly { readonly id: string; readonly position: number; readonly revision: number }[]): void {
    const found = new Map<string, { readonly position: number; readonly revision: number }>();
    const twice: string[] = [];
    for (const event of events) {
      if (found.has(event.id)) twice.push(event.id);
      found.set(event.id, event);
    }
    const lost = [...this.#events.keys()].filter((id) => !found.has(id));
    const moved = [...this.#events].filter(([id, { position, revision }]) => {
      const at = found.get(id);
      return at !== undefined && (at.position !== position || at.revision !== revision);
    });
    assert.deepEqual({ lost, twice, moved }, { lost: [], twice: [], moved: [] });
  }

  /** No report is in the log that was not acknowledged: to be asked when everything sent has an answer. */
  assertNothingElse(events: readonly { readonly id: string; readonly type: string }[]): void {
    const others = events.filter((event) => isReport(event) && !this.has(event.id));
    assert.deepEqual(others.map(placeless), []);
  }

  /** Log and read models of a folder, whole: all that was acknowledged is in both, once. */
  async assertKeptIn(dataDir: string): Promise<void> {
    // Deadlines pass meanwhile, and the log goes on by itself.
    const upTo = projectedPosition(dataDir);
    const events = await eventsAfter(dataDir);
    this.assertKept(events);
    const behind = [...this.#events.values()].filter(({ position }) => position > upTo);
    assert.deepEqual(behind, []);
    const isReached = ({ position }: { readonly position: number }) => position <= upTo;
    assert.deepEqual(
      projectedAfter(dataDir).filter(isReached),
      events.filter((event) => isReached(event) && isProjected(event)).map(placeOf),
    );
  }
}

const placeless = ({ id, type }: { readonly id: string; readonly type: string }): string => `${type} ${id}`;
