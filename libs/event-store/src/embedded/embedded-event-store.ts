import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Database as Connection } from 'better-sqlite3';
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
import { serialiseAppend } from '../serialised-append.ts';
import type { SerialisedAppend } from '../serialised-append.ts';
import { AppendBatch, type WaitingAppend } from './append-batch.ts';
import { AppendQueue } from './append-queue.ts';
import { assertTailSound, openForReading } from './log-file.ts';
import { LogGrowth } from './log-growth.ts';
import { LogReader } from './log-reader.ts';
import { LogSubscription } from './log-subscription.ts';
import { StreamEnds } from './stream-ends.ts';

const FILE_NAME = 'events.sqlite';
const PAGE_SIZE = 500;
const OWN_WRITER = new URL(
  import.meta.url.endsWith('.ts') ? './writer.worker.ts' : './writer.worker.js',
  import.meta.url,
);

export interface EmbeddedEventStoreOptions {
  /** Made if it is not there. Holds `events.sqlite`, and while it is open `-wal`, `-shm` and `.lock` beside it. */
  readonly directory: string;
  /** Read what another thread or process writes: takes no lock, sees commits within about 20 ms. Default false. */
  readonly readOnly?: boolean;
  /** Milliseconds since 1970. Default: the wall clock. */
  readonly clock?: () => number;
  /** The writer's thread; another one only to try what happens when writing fails. */
  readonly writerModule?: URL;
}

/**
 * The log in one SQLite file. Appends are written by a thread of their own, those of one turn of the event loop in
 * one durable transaction; reads run on the calling thread through their own connection, page by page.
 */
export class EmbeddedEventStore extends EventStore {
  readonly #db: Connection;
  readonly #reader: LogReader;
  readonly #queue: AppendQueue | undefined;
  readonly #growth: LogGrowth;
  /** Only where all that is appended passes through here. */
  readonly #ends: StreamEnds | undefined;
  readonly #subscriptions = new Set<LogSubscription>();
  #closing: Promise<void> | undefined;

  private constructor(db: Connection, growth: LogGrowth, writing?: { queue: AppendQueue; ends: StreamEnds }) {
    super();
    this.#db = db;
    this.#reader = growth.reader;
    this.#growth = growth;
    this.#queue = writing?.queue;
    this.#ends = writing?.ends;
  }

  /**
   * @throws EventStoreError `locked` when somebody else writes to it; `damaged` when the file is not a sound event
   *   log, naming what is wrong; `unavailable` when it cannot be opened.
   */
  static async open(options: EmbeddedEventStoreOptions): Promise<EmbeddedEventStore> {
    const { directory, readOnly = false, clock = Date.now, writerModule = OWN_WRITER } = options;
    const file = join(directory, FILE_NAME);
    if (readOnly) {
      const db = openForReading(file);
      assertTailSound(db);
      return new EmbeddedEventStore(db, new LogGrowth(new LogReader(db), { isPolled: true }));
    }
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    let growth: LogGrowth | undefined;
    const ends = new StreamEnds();
    const queue = await AppendQueue.start({
      file,
      writerModule,
      clock,
      onFlushed: () => growth?.wake(),
      onAppended: (streamName, revision) => ends.appended(streamName, revision),
      onUncertain: () => ends.forget(),
    });
    try {
      const db = openForReading(file);
      growth = new LogGrowth(new LogReader(db), { isPolled: false });
      return new EmbeddedEventStore(db, growth, { queue, ends });
    } catch (cause) {
      await queue.close();
      throw cause;
    }
  }

  override async append(append: StreamAppend): Promise<Appended> {
    const outcome = (await this.appendMany([append]))[0];
    if (outcome === undefined) throw new EventStoreError('outcomeUnknown', 'The writer gave no answer');
    if (!outcome.ok) throw outcome.error;
    return { revision: outcome.revision, position: outcome.position };
  }

  override appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    return new Promise((resolve) => {
      const batch = new AppendBatch(appends.length, resolve);
      const accepted: WaitingAppend[] = [];
      for (let place = 0; place < appends.length; place++) {
        const append = serialisedOrError(appends[place] as StreamAppend);
        if (append instanceof EventStoreError) batch.settle(place, { ok: false, error: append });
        else accepted.push({ append, batch, place });
      }
      const refusal = accepted.length === 0 ? undefined : this.#enqueue(accepted);
      if (refusal === undefined) return;
      for (const { place } of accepted) batch.settle(place, { ok: false, error: refusal });
    });
  }

  override readStream(streamName: string, options: ReadStreamOptions = {}): AsyncIterable<RecordedEvent> {
    const { direction = 'forwards', fromRevision: from, maxCount } = options;
    return this.#pages({ direction, from, maxCount, placeOf: (event) => event.revision }, () => {
      const streamId = this.#ends?.streamIdOf(streamName) ?? this.#reader.streamId(streamName);
      return (start, count) => {
        if (streamId === undefined) return [];
        if (direction === 'backwards') return this.#reader.streamBackwards(streamId, start, count);
        if (this.#ends?.isBeyond(streamName, start) === true) return [];
        const page = this.#reader.streamForwards(streamId, start, count);
        if (page.length === 0) this.#ends?.reached(streamName, { streamId, revision: start - 1 });
        return page;
      };
    });
  }

  override readAll(options: ReadAllOptions = {}): AsyncIterable<RecordedEvent> {
    const { direction = 'forwards', fromPosition: from, maxCount } = options;
    return this.#pages({ direction, from, maxCount, placeOf: (event) => event.position }, () => (start, count) => {
      if (direction === 'forwards') return this.#reader.allForwards(start, count);
      return this.#reader.allBackwards(start, count);
    });
  }

  override subscribeToAll(options: SubscribeOptions = {}): Subscription {
    this.#assertOpen();
    const subscription = new LogSubscription(this.#growth, options, (closed) => this.#subscriptions.delete(closed));
    this.#subscriptions.add(subscription);
    return subscription;
  }

  override async lastPosition(): Promise<number | undefined> {
    this.#assertOpen();
    // Whoever probes wants to know whether the store works, and a store that cannot append does not.
    const fault = this.#queue?.fault;
    if (fault !== undefined) throw fault;
    return this.#reader.lastPosition();
  }

  override close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const subscription of this.#subscriptions) await subscription.close();
    this.#growth.wake();
    // The reader first, so that the writer is the last one and folds the write-ahead log into the file.
    this.#db.close();
    await this.#queue?.close();
  }

  #enqueue(appends: readonly WaitingAppend[]): EventStoreError | undefined {
    if (this.#closing !== undefined) return closedError();
    if (this.#queue === undefined)
      return new EventStoreError('unavailable', 'This event store was opened for reading only');
    return this.#queue.enqueue(appends);
  }

  /** The one generator between the pages and the caller: each further one would cost more than reading the event. */
  async *#pages(range: PagedRange, begin: () => ReadPage): AsyncGenerator<RecordedEvent, void> {
    this.#assertOpen();
    assertBounds(range.from, range.maxCount);
    const read = begin();
    const isForwards = range.direction === 'forwards';
    let from = range.from ?? (isForwards ? 0 : Number.MAX_SAFE_INTEGER);
    let left = range.maxCount ?? Number.POSITIVE_INFINITY;
    for (;;) {
      this.#assertOpen();
      const page = read(from, Math.min(left, PAGE_SIZE));
      const last = page.at(-1);
      if (last === undefined) return;
      for (const event of page) yield event;
      left -= page.length;
      from = range.placeOf(last) + (isForwards ? 1 : -1);
      if (left <= 0 || from < 0) return;
      // Lets other work of this thread have its turn during a long read.
      if (page.length === PAGE_SIZE) await setImmediate();
    }
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw closedError();
  }
}

type ReadPage = (from: number, count: number) => RecordedEvent[];

interface PagedRange {
  readonly direction: 'forwards' | 'backwards';
  readonly from: number | undefined;
  readonly maxCount: number | undefined;
  readonly placeOf: (event: RecordedEvent) => number;
}

function serialisedOrError(append: StreamAppend): SerialisedAppend | EventStoreError {
  try {
    return serialiseAppend(append);
  } catch (cause) {
    if (cause instanceof EventStoreError) return cause;
    throw cause;
  }
}

function closedError(): EventStoreError {
  return new EventStoreError('closed', 'The event store is closed');
}

function assertBounds(from: number | undefined, maxCount: number | undefined): void {
  if (from !== undefined && (!Number.isSafeInteger(from) || from < 0))
    throw new RangeError('A read starts at a whole number from 0');
  if (maxCount !== undefined && (!Number.isSafeInteger(maxCount) || maxCount < 1)) {
    throw new RangeError('A read is of at least one event');
  }
}
