import { EventEmitter, once } from 'node:events';
import { EventStore, newEventOf } from '#libs/event-store';
import type {
  Appended,
  AppendOutcome,
  NewEvent,
  ReadAllOptions,
  RecordedEvent,
  StreamAppend,
  SubscribeOptions,
  Subscription,
  SubscriptionBatch,
} from '#libs/event-store';

/** The first commit, epoch milliseconds, and what every later one is apart. */
export const FIRST_COMMIT = Date.parse('2026-01-01T00:00:00Z');
export const COMMIT_INTERVAL_MS = 1_000;
/** Positions have gaps, as those of a real log may. */
const POSITION_STEP = 7;

/** A log in memory, as far as a projector needs one. */
export class MemoryEventStore extends EventStore {
  readonly events: RecordedEvent[] = [];
  readonly #revisions = new Map<string, number>();
  readonly #growth = new EventEmitter().setMaxListeners(0);

  /** Write one event and say where it came to stand. */
  record(streamName: string, event: NewEvent): RecordedEvent {
    const revision = (this.#revisions.get(streamName) ?? -1) + 1;
    const recorded: RecordedEvent = {
      ...event,
      streamName,
      revision,
      position: this.events.length * POSITION_STEP,
      recordedAt: new Date(FIRST_COMMIT + this.events.length * COMMIT_INTERVAL_MS).toISOString(),
    };
    this.#revisions.set(streamName, revision);
    this.events.push(recorded);
    this.#growth.emit('grown');
    return recorded;
  }

  override async append({ streamName, events }: StreamAppend): Promise<Appended> {
    const [last] = events.map((event) => this.record(streamName, newEventOf(event))).slice(-1);
    if (last === undefined) throw new RangeError('An append has at least one event.');
    return last;
  }

  override async appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    return Promise.all(appends.map(async (append) => ({ ok: true, ...(await this.append(append)) })));
  }

  override async *readStream(streamName: string): AsyncGenerator<RecordedEvent> {
    yield* this.events.filter((event) => event.streamName === streamName);
  }

  override async *readAll({ fromPosition = 0 }: ReadAllOptions = {}): AsyncGenerator<RecordedEvent> {
    yield* this.events.filter((event) => event.position >= fromPosition);
  }

  override subscribeToAll({ afterPosition = -1, batchSizeMax = 500 }: SubscribeOptions = {}): Subscription {
    const closing = new AbortController();
    return {
      [Symbol.asyncIterator]: () => this.#batches(afterPosition, batchSizeMax, closing.signal),
      close: async () => closing.abort(),
    };
  }

  override async lastPosition(): Promise<number | undefined> {
    return this.events.at(-1)?.position;
  }

  override async close(): Promise<void> {
    this.#growth.removeAllListeners();
  }

  async *#batches(after: number, batchSizeMax: number, signal: AbortSignal): AsyncGenerator<SubscriptionBatch> {
    let next = this.events.findIndex((event) => event.position > after);
    if (next === -1) next = this.events.length;
    while (!signal.aborted) {
      const events = this.events.slice(next, next + batchSizeMax);
      next += events.length;
      const caughtUp = next === this.events.length;
      yield { events, position: this.events[next - 1]?.position, caughtUp };
      if (caughtUp && next === this.events.length) {
        await once(this.#growth, 'grown', { signal }).catch(() => undefined);
      }
    }
  }
}
