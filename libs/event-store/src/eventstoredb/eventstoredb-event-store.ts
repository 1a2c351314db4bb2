import type { EventData } from '@eventstore/db-client';
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
import { newEventOf, serialiseAppend } from '../serialised-append.ts';
import type { SerialisedAppend } from '../serialised-append.ts';
import { AllSubscription } from './all-subscription.ts';
import { AppendPipeline } from './append-pipeline.ts';
import type { PlacedAppend } from './append-stream.ts';
import { isTimeoutOfServer } from './client-error.ts';
import { LogReading } from './log-reading.ts';
import { clientExpectation, placeOf } from './places.ts';
import { SharedClient } from './shared-client.ts';
import { StreamOrder } from './stream-order.ts';

const CALL_TIMEOUT_MS_DEFAULT = 5_000;

export interface EventStoreDbEventStoreOptions {
  /** `esdb://` or `esdb+discover://`, TLS and credentials included. One for the whole process. */
  readonly connectionString: string;
  /** Longest wait for the server in any one call, in milliseconds. Default 5,000. */
  readonly callTimeoutMs?: number;
}

/**
 * The log in an EventStoreDB from 24.2 on. All stores of a process with the same connection string share one client.
 * Streams of other programs on the same server appear in `$all`; what is no JSON in them reads as empty objects.
 */
export class EventStoreDbEventStore extends EventStore {
  readonly #client: SharedClient;
  readonly #callTimeoutMs: number;
  readonly #pipeline: AppendPipeline;
  readonly #order = new StreamOrder();
  readonly #reading: LogReading;
  readonly #subscriptions = new Set<AllSubscription>();
  readonly #accepted = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  private constructor(client: SharedClient, callTimeoutMs: number) {
    super();
    this.#client = client;
    this.#callTimeoutMs = callTimeoutMs;
    this.#pipeline = new AppendPipeline(
      { reach: () => client.reach(callTimeoutMs), send: (append) => this.#send(append) },
      callTimeoutMs,
    );
    this.#reading = new LogReading(client, callTimeoutMs);
  }

  /**
   * Does not wait for the server: a ledger may start before its log. `lastPosition` tells whether it answers.
   * @throws EventStoreError `locked` while this process uses another connection string; `unavailable` for a
   *   connection string that cannot be used.
   */
  static async open(options: EventStoreDbEventStoreOptions): Promise<EventStoreDbEventStore> {
    const { connectionString, callTimeoutMs = CALL_TIMEOUT_MS_DEFAULT } = options;
    if (!Number.isSafeInteger(callTimeoutMs) || callTimeoutMs < 1) {
      throw new RangeError('callTimeoutMs is a whole number from 1');
    }
    return new EventStoreDbEventStore(SharedClient.acquire(connectionString), callTimeoutMs);
  }

  override async append(append: StreamAppend): Promise<Appended> {
    const outcome = (await this.appendMany([append]))[0];
    if (outcome === undefined) throw new EventStoreError('outcomeUnknown', 'The append has no outcome');
    if (!outcome.ok) throw outcome.error;
    return { revision: outcome.revision, position: outcome.position };
  }

  override appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    const isOpen = this.#closing === undefined;
    const streams = new Set<string>();
    const { promise: callerKnows, resolve: told } = Promise.withResolvers<void>();
    const outcomes = appends.map((append): Promise<AppendOutcome> => {
      const serialised = serialisedOrError(append);
      if (serialised instanceof EventStoreError) return refused(serialised);
      if (!isOpen) return refused(closedError());
      const isSameCall = streams.has(append.streamName);
      streams.add(append.streamName);
      return this.#order.run(append, { isSameCall, callerKnows, send: () => this.#pipeline.run(serialised) });
    });
    const done = Promise.all(outcomes);
    this.#accepted.add(done);
    return done.finally(() => {
      this.#accepted.delete(done);
      // Whoever called goes on first.
      setImmediate(told);
    });
  }

  override async *readStream(streamName: string, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent, void> {
    this.#assertOpen();
    assertBounds(options.fromRevision, options.maxCount);
    yield* this.#reading.stream(streamName, options);
  }

  override async *readAll(options: ReadAllOptions = {}): AsyncGenerator<RecordedEvent, void> {
    this.#assertOpen();
    assertBounds(options.fromPosition, options.maxCount);
    yield* this.#reading.all(options);
  }

  override subscribeToAll(options: SubscribeOptions = {}): Subscription {
    this.#assertOpen();
    const source = {
      client: this.#client,
      callTimeoutMs: this.#callTimeoutMs,
      lastPosition: () => this.#reading.lastPosition(),
      onClosed: (closed: AllSubscription) => this.#subscriptions.delete(closed),
    };
    const subscription = new AllSubscription(source, options);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  override async lastPosition(): Promise<number | undefined> {
    this.#assertOpen();
    return this.#reading.lastPosition();
  }

  override close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const subscription of this.#subscriptions) await subscription.close();
    this.#reading.close();
    await Promise.all(this.#accepted);
    await this.#client.release();
  }

  async #send(append: SerialisedAppend): Promise<Appended> {
    try {
      return await this.#sendOnce(append);
    } catch (cause) {
      const isRepeatable = typeof append.expectedRevision === 'number' || append.expectedRevision === 'noStream';
      if (!isRepeatable || !isTimeoutOfServer(cause)) throw cause;
      return this.#sendOnce(append);
    }
  }

  async #sendOnce(append: SerialisedAppend): Promise<Appended> {
    const { revision: place, position } = this.#client.knowsBatchAppends
      ? await this.#client.batchAppend(append, this.#callTimeoutMs)
      : await this.#appendSingly(append);
    const revision = placeOf(place);
    return {
      revision,
      position: position === undefined ? await this.#positionAt(append.streamName, revision) : placeOf(position),
    };
  }

  async #appendSingly({ streamName, expectedRevision, events }: SerialisedAppend): Promise<PlacedAppend> {
    const { nextExpectedRevision, position } = await this.#client.current.appendToStream(
      streamName,
      events.map(eventData),
      {
        expectedRevision: clientExpectation(expectedRevision),
        requiresLeader: true,
        deadline: this.#callTimeoutMs,
      },
    );
    return { revision: nextExpectedRevision, position: position?.commit };
  }

  /** The server may leave the position out when it answers a repeated append. */
  async #positionAt(streamName: string, revision: number): Promise<number> {
    for await (const event of this.#reading.stream(streamName, { fromRevision: revision, maxCount: 1 })) {
      return event.position;
    }
    throw new EventStoreError('outcomeUnknown', 'EventStoreDB gave no position for the append');
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw closedError();
  }
}

function refused(error: EventStoreError): Promise<AppendOutcome> {
  return Promise.resolve({ ok: false, error });
}

/** The client takes objects only, and writes them as text itself. */
function eventData(event: StreamAppend['events'][number]): EventData {
  const { id, type, data, metadata } = newEventOf(event);
  return { id, type, contentType: 'application/json', data, metadata };
}

/** What JSON cannot carry is found out before anything is sent. */
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
  if (from !== undefined && (!Number.isSafeInteger(from) || from < 0)) {
    throw new RangeError('A read starts at a whole number from 0');
  }
  if (maxCount !== undefined && (!Number.isSafeInteger(maxCount) || maxCount < 1)) {
    throw new RangeError('A read is of at least one event');
  }
}
