import { setImmediate } from 'node:timers/promises';
import { EventStoreError } from '../event-store.ts';
import type { RecordedEvent, SubscribeOptions, Subscription, SubscriptionBatch } from '../event-store.ts';
import type { LogGrowth } from './log-growth.ts';
import type { LogFilter } from './log-reader.ts';

const BATCH_SIZE_DEFAULT = 500;
/** Positions that one filtered page looks at: bounds its time however rare the matches are. */
const FILTER_WINDOW = 5_000;

/**
 * A cursor over `$all` that waits at the end. Nothing is read ahead: catching up and following live are the same
 * query, so there is no seam between them at which an event could be lost or doubled.
 */
export class LogSubscription implements Subscription {
  readonly #log: LogGrowth;
  /** `undefined`: everything is wanted. */
  readonly #filter: LogFilter | undefined;
  readonly #batchSizeMax: number;
  readonly #onClosed: (subscription: LogSubscription) => void;
  #position: number | undefined;
  #isClosed = false;

  constructor(log: LogGrowth, options: SubscribeOptions, onClosed: (subscription: LogSubscription) => void) {
    this.#log = log;
    this.#position = options.afterPosition;
    const { streamNamePrefixes, eventTypes } = options;
    const isFiltered = streamNamePrefixes !== undefined || eventTypes !== undefined;
    this.#filter = isFiltered
      ? { ...(streamNamePrefixes && { streamNamePrefixes }), ...(eventTypes && { eventTypes }) }
      : undefined;
    this.#batchSizeMax = options.batchSizeMax ?? BATCH_SIZE_DEFAULT;
    this.#onClosed = onClosed;
    if (!Number.isSafeInteger(this.#batchSizeMax) || this.#batchSizeMax < 1) {
      throw new RangeError('batchSizeMax is a whole number from 1');
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#log.wake();
    this.#onClosed(this);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<SubscriptionBatch> {
    let isCaughtUp = false;
    try {
      while (!this.#isClosed) {
        // Asked for before the read, so that a commit between the read and the wait is not slept through.
        const grown = this.#log.grown();
        const last = this.#log.reader.lastPosition() ?? 0;
        if (last > (this.#position ?? 0)) {
          const { events, position } = this.#next(last);
          this.#position = position;
          isCaughtUp = position >= last;
          yield { events, position, caughtUp: isCaughtUp };
          // Lets other work of this thread have its turn while a long log is caught up with.
          await setImmediate();
        } else {
          if (!isCaughtUp) {
            isCaughtUp = true;
            yield { events: [], position: this.#position, caughtUp: true };
          }
          await grown;
        }
      }
    } finally {
      await this.close();
    }
  }

  #next(last: number): { readonly events: RecordedEvent[]; readonly position: number } {
    const after = this.#position ?? 0;
    if (this.#filter === undefined) {
      const events = this.#log.reader.allForwards(after + 1, this.#batchSizeMax);
      const position = events.at(-1)?.position;
      if (position === undefined) throw new EventStoreError('damaged', `Event ${after + 1} of $all is missing`);
      return { events, position };
    }
    const upTo = Math.min(last, after + FILTER_WINDOW);
    const { events, isCut } = this.#log.reader.matching({ after, upTo }, this.#filter, this.#batchSizeMax);
    return { events, position: isCut ? (events.at(-1)?.position ?? upTo) : upTo };
  }
}
