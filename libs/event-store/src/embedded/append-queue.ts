import { EventStoreError } from '../event-store.ts';
import type { AppendOutcome } from '../event-store.ts';
import type { WaitingAppend } from './append-batch.ts';
import { NO_STREAM, OUTCOME_WIDTH, flushOf } from './writer-messages.ts';
import type { FromWriter, Outcomes } from './writer-messages.ts';
import { WriterThread } from './writer-thread.ts';

/** A flush is one transaction: larger ones gain nothing and make everybody wait for the last event. */
const FLUSH_EVENTS_MAX = 500;
const FLUSH_BYTES_MAX = 4 * 1024 * 1024;
/** One that is being written and one that waits in the thread's mailbox, so that the disk never waits for us. */
const FLUSHES_IN_FLIGHT_MAX = 2;
/** About a second's work; beyond it the caller is told to come back, before memory grows. */
const QUEUE_EVENTS_MAX = 50_000;
const QUEUE_BYTES_MAX = 128 * 1024 * 1024;

export interface AppendQueueOptions {
  readonly file: string;
  /** The writer's thread; another one only to try what happens when writing fails. */
  readonly writerModule: URL;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Called after each flush that may have changed the log. */
  readonly onFlushed: () => void;
  /** Before whoever appended is told. */
  readonly onAppended: (streamName: string, revision: number) => void;
  /** Of some appends nobody knows whether they are in the log. */
  readonly onUncertain: () => void;
}

/**
 * Collects the appends of one turn of the event loop, hands them to the writer's thread as one flush, and gives
 * each append its own outcome. Appends are carried out in the order in which they were enqueued.
 */
export class AppendQueue {
  #thread: WriterThread | undefined;
  readonly #options: AppendQueueOptions;
  #waiting: WaitingAppend[] = [];
  #waitingBytes = 0;
  readonly #inFlight = new Map<number, readonly WaitingAppend[]>();
  #lastFlushId = 0;
  #isScheduled = false;
  #closed: EventStoreError | undefined;
  #onDrained: (() => void) | undefined;

  private constructor(options: AppendQueueOptions) {
    this.#options = options;
  }

  /** @throws EventStoreError `locked`, `damaged`, `unavailable` */
  static async start(options: AppendQueueOptions): Promise<AppendQueue> {
    const queue = new AppendQueue(options);
    queue.#thread = await WriterThread.start({
      file: options.file,
      module: options.writerModule,
      onMessage: (message) => queue.#receive(message),
      onLost: (error) => queue.#giveUp(error),
    });
    return queue;
  }

  /** Why nothing can be appended at present; `undefined` when it can. */
  get fault(): EventStoreError | undefined {
    return this.#closed ?? this.#thread?.fault;
  }

  /** All of them or none are accepted; `undefined` when they were. */
  enqueue(appends: readonly WaitingAppend[]): EventStoreError | undefined {
    if (this.fault !== undefined) return this.fault;
    const bytes = appends.reduce((sum, { append }) => sum + append.bytes, 0);
    const isFull =
      this.#waiting.length + appends.length > QUEUE_EVENTS_MAX || this.#waitingBytes + bytes > QUEUE_BYTES_MAX;
    if (isFull && this.#waiting.length > 0) {
      return new EventStoreError('overloaded', 'More is waiting to be written than the log can take; try again later');
    }
    for (const waiting of appends) this.#waiting.push(waiting);
    this.#waitingBytes += bytes;
    this.#schedule();
    return undefined;
  }

  /** Finish what was accepted, then end the thread. */
  async close(): Promise<void> {
    this.#closed ??= new EventStoreError('closed', 'The event store is closed');
    if (this.#waiting.length > 0 || this.#inFlight.size > 0) {
      await new Promise<void>((resolve) => (this.#onDrained = resolve));
    }
    await this.#thread?.close();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // After the I/O of this turn, so that requests which arrived together share a transaction.
    setImmediate(() => {
      this.#isScheduled = false;
      while (this.#waiting.length > 0 && this.#inFlight.size < FLUSHES_IN_FLIGHT_MAX) this.#flush();
    });
  }

  #flush(): void {
    const part = this.#takeFlush();
    const flushId = ++this.#lastFlushId;
    this.#inFlight.set(flushId, part);
    const flush = flushOf(
      part.map(({ append }) => append),
      { flushId, now: this.#options.clock() },
    );
    this.#thread?.post(flush);
  }

  /** At least one append, and no more than fit. */
  #takeFlush(): WaitingAppend[] {
    let events = 0;
    let bytes = 0;
    let count = 0;
    for (const { append } of this.#waiting) {
      const isOver = events + append.events.length > FLUSH_EVENTS_MAX || bytes + append.bytes > FLUSH_BYTES_MAX;
      if (isOver && count > 0) break;
      events += append.events.length;
      bytes += append.bytes;
      count++;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  #receive(message: FromWriter): void {
    if (message.kind !== 'flushed' && message.kind !== 'flushFailed') return;
    const part = this.#inFlight.get(message.flushId) ?? [];
    this.#inFlight.delete(message.flushId);
    if (this.#waiting.length > 0) this.#schedule();
    this.#options.onFlushed();
    if (message.kind === 'flushed') {
      for (const [index, waiting] of part.entries()) this.#settle(waiting, outcomeAt(message.outcomes, index));
    } else {
      this.#options.onUncertain();
      const { code, message: text } = message.failure;
      for (const waiting of part) settle(waiting, { ok: false, error: new EventStoreError(code, text) });
    }
    this.#tellDrained();
  }

  #settle(waiting: WaitingAppend, outcome: AppendOutcome): void {
    if (outcome.ok) this.#options.onAppended(waiting.append.streamName, outcome.revision);
    settle(waiting, outcome);
  }

  /** The thread is gone: of what it held nobody knows, and what waited was certainly not appended. */
  #giveUp(error: EventStoreError): void {
    const held = [...this.#inFlight.values()].flat();
    const waiting = this.#waiting;
    this.#inFlight.clear();
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#options.onUncertain();
    this.#options.onFlushed();
    const unknown = new EventStoreError('outcomeUnknown', 'The writer died during the append; repeat it as it is');
    for (const one of held) settle(one, { ok: false, error: unknown });
    for (const one of waiting) settle(one, { ok: false, error });
    this.#tellDrained();
  }

  #tellDrained(): void {
    if (this.#waiting.length === 0 && this.#inFlight.size === 0) this.#onDrained?.();
  }
}

function settle(waiting: WaitingAppend, outcome: AppendOutcome): void {
  waiting.batch.settle(waiting.place, outcome);
}

function outcomeAt(outcomes: Outcomes, index: number): AppendOutcome {
  const at = index * OUTCOME_WIDTH;
  const revision = outcomes[at + 1] ?? NO_STREAM;
  if (outcomes[at] === 1) return { ok: true, revision, position: outcomes[at + 2] ?? 0 };
  const actualRevision = revision === NO_STREAM ? 'noStream' : revision;
  const error = new EventStoreError('wrongExpectedRevision', 'The stream is not at the expected revision', {
    actualRevision,
  });
  return { ok: false, error };
}
