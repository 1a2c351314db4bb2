import type { EventStoreErrorCode, ExpectedRevision } from '../event-store.ts';
import type { SerialisedAppend } from '../serialised-append.ts';

/**
 * What passes between the store and its writer's thread. A flush is columns, not objects: structured cloning
 * costs by the object, and a batch of 500 appends would be a thousand of them.
 */
export interface Flush {
  readonly flushId: number;
  /** Milliseconds since 1970, by the store's clock. */
  readonly now: number;
  /** One entry per append. */
  readonly streamNames: readonly string[];
  readonly expectedRevisions: readonly ExpectedRevision[];
  readonly eventCounts: readonly number[];
  /** One entry per event, append after append. */
  readonly ids: readonly string[];
  readonly types: readonly string[];
  readonly data: readonly string[];
  readonly metadata: readonly string[];
}

/** Per append: `[1, revision, position]` when appended, `[0, actual revision or NO_STREAM, 0]` when refused. */
export type Outcomes = readonly number[];
export const OUTCOME_WIDTH = 3;
export const NO_STREAM = -1;

export interface WriterFailure {
  readonly code: EventStoreErrorCode;
  readonly message: string;
}

export type ToWriter = { readonly flush: Flush } | { readonly close: true };

export type FromWriter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly failure: WriterFailure }
  | { readonly kind: 'flushed'; readonly flushId: number; readonly outcomes: Outcomes }
  | { readonly kind: 'flushFailed'; readonly flushId: number; readonly failure: WriterFailure };

export function flushOf(appends: readonly SerialisedAppend[], stamp: { flushId: number; now: number }): Flush {
  const events = appends.flatMap((append) => append.events);
  return {
    ...stamp,
    streamNames: appends.map((append) => append.streamName),
    expectedRevisions: appends.map((append) => append.expectedRevision),
    eventCounts: appends.map((append) => append.events.length),
    ids: events.map((event) => event.id),
    types: events.map((event) => event.type),
    data: events.map((event) => event.data),
    metadata: events.map((event) => event.metadata),
  };
}
