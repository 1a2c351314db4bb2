import type { EventStoreErrorCode, ExpectedRevision, SerialisedEvent } from '../event-store.ts';
import type { SerialisedAppend } from '../serialised-append.ts';

/**
 * What passes between the store and its writer's thread: one text and the lengths of its parts. Structured cloning costs by
 * the object and by the string; as columns of strings a batch of 500 appends took half as long again.
 */
export interface Flush {
  readonly flushId: number;
  /** Milliseconds since 1970, by the store's clock. */
  readonly now: number;
  /** Append after append its stream's name, and of each of its events id, type, data and metadata. */
  readonly text: string;
  /** Per append: length of the name, number of events; then per event the four lengths. In UTF-16 code units. */
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** One per append. */
  readonly expectedRevisions: readonly ExpectedRevision[];
}

/** An append as the writer's thread sees it. */
export type FlushedAppend = Pick<SerialisedAppend, 'streamName' | 'expectedRevision' | 'events'>;

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

const LENGTHS_PER_APPEND = 2;
const LENGTHS_PER_EVENT = 4;

export function flushOf(appends: readonly SerialisedAppend[], stamp: { flushId: number; now: number }): Flush {
  const eventCount = appends.reduce((sum, { events }) => sum + events.length, 0);
  const lengths = new Uint32Array(appends.length * LENGTHS_PER_APPEND + eventCount * LENGTHS_PER_EVENT);
  let text = '';
  let at = 0;
  for (const { streamName, events } of appends) {
    lengths[at++] = streamName.length;
    lengths[at++] = events.length;
    text += streamName;
    for (const { id, type, data, metadata } of events) {
      lengths[at++] = id.length;
      lengths[at++] = type.length;
      lengths[at++] = data.length;
      lengths[at++] = metadata.length;
      text += id + type + data + metadata;
    }
  }
  return { ...stamp, text, lengths, expectedRevisions: appends.map(({ expectedRevision }) => expectedRevision) };
}

export function* appendsOf({ text, lengths, expectedRevisions }: Flush): Generator<FlushedAppend, void> {
  let from = 0;
  let at = 0;
  const part = (): string => text.slice(from, (from += lengths[at++] ?? 0));
  for (const expectedRevision of expectedRevisions) {
    const streamName = part();
    const events: SerialisedEvent[] = [];
    for (let left = lengths[at++] ?? 0; left > 0; left--) {
      events.push({ id: part(), type: part(), data: part(), metadata: part() });
    }
    yield { streamName, expectedRevision, events };
  }
}
