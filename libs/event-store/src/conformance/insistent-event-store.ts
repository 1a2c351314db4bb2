import { setTimeout as pause } from 'node:timers/promises';
import { EventStore, EventStoreError } from '../event-store.ts';
import type {
  Appended,
  AppendOutcome,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  StreamAppend,
  SubscribeOptions,
  Subscription,
} from '../event-store.ts';

/** Between two attempts, in milliseconds. */
const PAUSE_MS = 200;
/** Longer than a server takes to start again, in milliseconds. */
const INSISTS_MS_MAX = 60_000;

interface Open {
  readonly append: StreamAppend;
  readonly index: number;
}

/**
 * A store as the port asks its callers to use one: what is `unavailable` is asked again, and what has an unknown outcome is
 * repeated as it is, or read back where no revision was expected. So a suite passes on a server that others kill and
 * start again while it runs, if and only if every outcome was told honestly.
 */
export class InsistentEventStore extends EventStore {
  /** Calls that had to be made again. */
  repeats = 0;
  #inner: EventStore;
  readonly #open: () => Promise<EventStore>;
  #isClosed = false;

  /** @param open for what was accepted before the store was closed, and is not settled. */
  constructor(inner: EventStore, open: () => Promise<EventStore>) {
    super();
    this.#inner = inner;
    this.#open = open;
  }

  override async append(append: StreamAppend): Promise<Appended> {
    const inner = this.#inner;
    const outcome = await inner.append(append).then(
      (appended): AppendOutcome => ({ ok: true, ...appended }),
      (error: unknown): AppendOutcome => ({ ok: false, error: error as EventStoreError }),
    );
    const [settled] = await this.#settled([append], [outcome]);
    if (settled?.ok !== true) throw settled?.error ?? new Error('An append without an outcome');
    return { revision: settled.revision, position: settled.position };
  }

  override async appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    return this.#settled(appends, await this.#inner.appendMany(appends));
  }

  override async *readStream(streamName: string, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent, void> {
    let { fromRevision, maxCount } = options;
    for (;;) {
      try {
        const resumed = { ...options, ...defined({ fromRevision, maxCount }) };
        for await (const event of this.#inner.readStream(streamName, resumed)) {
          fromRevision = event.revision + (options.direction === 'backwards' ? -1 : 1);
          if (maxCount !== undefined) maxCount--;
          yield event;
        }
        return;
      } catch (error) {
        await this.#pauseUnlessFinal(error);
        if (maxCount === 0 || (fromRevision ?? 0) < 0) return;
      }
    }
  }

  override async *readAll(options: ReadAllOptions = {}): AsyncGenerator<RecordedEvent, void> {
    let { fromPosition, maxCount } = options;
    let last: number | undefined;
    for (;;) {
      try {
        const again = last === undefined || maxCount === undefined ? maxCount : maxCount + 1;
        for await (const event of this.#inner.readAll({ ...options, ...defined({ fromPosition, maxCount: again }) })) {
          if (event.position === last) continue;
          last = fromPosition = event.position;
          if (maxCount !== undefined) maxCount--;
          yield event;
        }
        return;
      } catch (error) {
        await this.#pauseUnlessFinal(error);
        if (maxCount === 0) return;
      }
    }
  }

  override subscribeToAll(options?: SubscribeOptions): Subscription {
    return this.#inner.subscribeToAll(options);
  }

  override async lastPosition(): Promise<number | undefined> {
    for (;;) {
      try {
        return await this.#inner.lastPosition();
      } catch (error) {
        await this.#pauseUnlessFinal(error);
      }
    }
  }

  override close(): Promise<void> {
    this.#isClosed = true;
    return this.#inner.close();
  }

  /** The outcomes, those that left something open replaced by what became of it. */
  async #settled(appends: readonly StreamAppend[], first: readonly AppendOutcome[]): Promise<AppendOutcome[]> {
    const outcomes = [...first];
    const openOnes = (): Open[] =>
      appends.flatMap((append, index) => (isSettled(outcomes[index]) ? [] : [{ append, index }]));
    if (openOnes().length === 0) return outcomes;
    const store = this.#isClosed ? await this.#open() : this.#inner;
    const end = performance.now() + INSISTS_MS_MAX;
    for (let open = openOnes(); open.length > 0 && performance.now() < end; open = openOnes()) {
      this.repeats += open.length;
      await pause(PAUSE_MS);
      const repeatable: Open[] = [];
      for (const one of open) {
        const found = await lookedUp(store, one.append);
        if (found === 'missing') repeatable.push(one);
        else if (found !== 'unreadable') outcomes[one.index] = found;
      }
      const again = await store.appendMany(repeatable.map(({ append }) => append));
      again.forEach((outcome, place) => (outcomes[repeatable[place]?.index ?? 0] = outcome));
    }
    if (store !== this.#inner) await store.close();
    return outcomes;
  }

  async #pauseUnlessFinal(error: unknown): Promise<void> {
    if (!(error instanceof EventStoreError) || error.code !== 'unavailable') throw error;
    this.repeats++;
    await pause(PAUSE_MS);
  }
}

function isSettled(outcome: AppendOutcome | undefined): boolean {
  if (outcome === undefined || outcome.ok) return true;
  return outcome.error.code !== 'unavailable' && outcome.error.code !== 'outcomeUnknown';
}

/** Without an expected revision a repetition may append twice, so it is looked whether the first attempt did. */
async function lookedUp(
  store: EventStore,
  { streamName, expectedRevision, events }: StreamAppend,
): Promise<AppendOutcome | 'missing' | 'unreadable'> {
  if (typeof expectedRevision === 'number' || expectedRevision === 'noStream') return 'missing';
  try {
    for await (const { id, revision, position } of store.readStream(streamName, { direction: 'backwards' })) {
      if (id === events.at(-1)?.id) return { ok: true, revision, position };
    }
    return 'missing';
  } catch {
    return 'unreadable';
  }
}

function defined<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
