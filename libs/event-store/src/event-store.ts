/** Any value that survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue };

/** An event on its way into a stream. `id` is a lower-case UUID chosen by the caller. */
export interface NewEvent {
  readonly id: string;
  /** Stored type name: a literal, never derived from a class name. Must not start with `$`. */
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/**
 * The same with `data` and `metadata` as JSON text already. Whoever makes one vouches that both are JSON objects; made in
 * pieces they cost half of what the object, a check of it and its text do, and a third of the memory while they wait.
 */
export interface SerialisedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** An event as the store keeps it. */
export interface RecordedEvent extends NewEvent {
  readonly streamName: string;
  /** Place in its stream, counted from 0 without gaps. */
  readonly revision: number;
  /** Place in `$all`: rises with every event, may have gaps, is comparable and nothing else. */
  readonly position: number;
  /** When the store committed it, RFC 3339 in UTC. Never runs backwards along `$all`. */
  readonly recordedAt: string;
}

/** What the stream must look like for an append to succeed: its last revision, or a condition. */
export type ExpectedRevision = number | 'any' | 'noStream' | 'streamExists';

/** Events that go to one stream together or not at all. */
export interface StreamAppend {
  readonly streamName: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly (NewEvent | SerialisedEvent)[];
}

/** Where the last event of an append came to stand. */
export interface Appended {
  readonly revision: number;
  readonly position: number;
}

export type AppendOutcome =
  ({ readonly ok: true } & Appended) | { readonly ok: false; readonly error: EventStoreError };

export interface ReadStreamOptions {
  readonly direction?: 'forwards' | 'backwards';
  /** Inclusive. Default: the first event forwards, the last one backwards. */
  readonly fromRevision?: number;
  /** At least 1. Default: all there is; memory stays bounded either way. */
  readonly maxCount?: number;
}

export interface ReadAllOptions {
  readonly direction?: 'forwards' | 'backwards';
  /** Inclusive; must be the position of an event. Default: the beginning, or the end when backwards. */
  readonly fromPosition?: number;
  readonly maxCount?: number;
}

export interface SubscribeOptions {
  /** Exclusive: the position of the last event already handled. Default: from the beginning. */
  readonly afterPosition?: number;
  /** Deliver only streams whose name starts with one of these. Default: all streams. */
  readonly streamNamePrefixes?: readonly string[];
  /** Deliver only events of these types. Default: all types. With prefixes, both must hold. */
  readonly eventTypes?: readonly string[];
  /** Largest number of events in one delivery. Default 500. */
  readonly batchSizeMax?: number;
}

/** One delivery of a subscription. `events` may be empty when only progress is told. */
export interface SubscriptionBatch {
  readonly events: readonly RecordedEvent[];
  /**
   * Everything that matches up to here has been delivered; store it and resume from it.
   * Undefined only while the log is empty.
   */
  readonly position: number | undefined;
  /** True when nothing more was waiting at the time of this delivery. Sent at least once. */
  readonly caughtUp: boolean;
}

/**
 * Batches in the order of `$all`, each event once. The next batch is fetched only when asked for,
 * so a slow consumer costs no memory. A lost connection is re-established inside the adapter,
 * from the last delivered position; iteration ends by `close()` and throws only what no retry can mend.
 */
export interface Subscription extends AsyncIterable<SubscriptionBatch> {
  close(): Promise<void>;
}

/**
 * The log: streams of immutable events and one total order over them (`$all`).
 *
 * What every adapter promises, and `event-store.conformance.ts` tries:
 * - A resolved append is durable. An append is atomic within its stream; appends to different streams are not.
 * - Repeating an append with the same event ids and the same expected revision (a number or `noStream`)
 *   answers with the first outcome, also when the stream has moved on since. Nothing is promised for `any`.
 * - A stream that does not exist reads as empty.
 * - Failures are `EventStoreError`s; compare `code`.
 */
export abstract class EventStore {
  /**
   * Append to one stream.
   * @throws EventStoreError `wrongExpectedRevision` with `actualRevision`; `appendTooLarge`; `streamDeleted`;
   *   `unavailable` or `storageFull` (certainly not appended); `outcomeUnknown` (repeat it as it is, or read back).
   */
  abstract append(append: StreamAppend): Promise<Appended>;

  /**
   * Many appends at once, each with its own outcome, in the order given. Appends to the same stream are
   * carried out in order. Never rejects for the sake of a single append.
   */
  abstract appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]>;

  abstract readStream(streamName: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;

  abstract readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>;

  abstract subscribeToAll(options?: SubscribeOptions): Subscription;

  /** Position of the last event, `undefined` while the log is empty. Cheap enough for a readiness probe. */
  abstract lastPosition(): Promise<number | undefined>;

  /** Finish what was accepted, then let go of everything. Later calls fail with `closed`. */
  abstract close(): Promise<void>;
}

export type EventStoreErrorCode =
  | 'wrongExpectedRevision'
  | 'streamDeleted'
  | 'appendTooLarge'
  | 'invalidEvent'
  | 'unavailable'
  | 'storageFull'
  | 'outcomeUnknown'
  | 'overloaded'
  | 'locked'
  | 'damaged'
  | 'closed';

/** Largest sum of serialised `data` and `metadata` of one append, in bytes: what EventStoreDB accepts. */
export const APPEND_BYTES_MAX = 1_048_576;

export class EventStoreError extends Error {
  override readonly name = 'EventStoreError';
  readonly code: EventStoreErrorCode;
  /** Only for `wrongExpectedRevision`: the stream's last revision. */
  readonly actualRevision: number | 'noStream' | undefined;

  constructor(
    code: EventStoreErrorCode,
    message: string,
    options: { readonly actualRevision?: number | 'noStream'; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.actualRevision = options.actualRevision;
  }
}
