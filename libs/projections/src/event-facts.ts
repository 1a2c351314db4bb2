import { decode, definitions } from '#libs/domain';
import type { DecodedEvent, EventDefinition, StoredData, StoredFields, StoredMetadata } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { ProjectionError, codeOf } from './projection-error.ts';

/** An event as every projection needs it: its data and metadata known to be what the ledger writes. */
export interface EventFacts {
  readonly event: RecordedEvent;
  readonly definition: EventDefinition;
  /** As stored. */
  readonly data: StoredData;
  /** As understood today, whatever version they were stored in. */
  readonly fields: StoredFields;
  /** JSON of the fields as stored: records that say the same have the same. */
  readonly fieldsText: string;
  readonly metadata: StoredMetadata;
  /** Epoch milliseconds. */
  readonly occurredAt: number;
  readonly recordedAt: number;
}

/**
 * Read back what the store returned, trusting nothing.
 * @throws ProjectionError `unknownType`, `unknownSchemaVersion`, `malformedEvent`
 */
export function factsOf(event: RecordedEvent): EventFacts {
  const { definition, fields } = decoded(event);
  const { data, metadata } = event;
  if (typeof metadata['recordedBy'] !== 'string' || typeof metadata['$correlationId'] !== 'string') throw malformed();
  return {
    event,
    definition,
    data: data as unknown as StoredData,
    fields,
    fieldsText: JSON.stringify(data['fields']),
    metadata: metadata as unknown as StoredMetadata,
    occurredAt: instantOf(data['occurredAt']),
    recordedAt: commitInstantOf(event.recordedAt),
  };
}

const factsOfBatch = new WeakMap<readonly RecordedEvent[], readonly EventFacts[]>();

/**
 * The facts of a whole batch, read back once for all projections that look at every event.
 * @throws as `factsOf`
 */
export function factsIn(batch: readonly RecordedEvent[]): readonly EventFacts[] {
  let facts = factsOfBatch.get(batch);
  if (facts === undefined) factsOfBatch.set(batch, (facts = batch.map(factsOf)));
  return facts;
}

/**
 * Whether it is somebody else's: a server's log may be shared. Every event of the ledger says who recorded it, those of
 * versions to come included.
 */
export function isForeign({ type, metadata }: RecordedEvent): boolean {
  return !definitions.has(type) && typeof metadata['recordedBy'] !== 'string';
}

let lastCommit = { text: '', instant: Number.NaN };

/** Events that were committed together say the same text one after the other. */
function commitInstantOf(text: string): number {
  if (lastCommit.text !== text) lastCommit = { text, instant: instantOf(text) };
  return lastCommit.instant;
}

function decoded(event: RecordedEvent): DecodedEvent {
  try {
    return decode(event.type, event.data);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'unknownType' || code === 'unknownSchemaVersion') {
      throw new ProjectionError(code, 'This version does not know events of this type and schema version.');
    }
    throw code === 'malformedEvent' ? malformed() : error;
  }
}

/** @throws ProjectionError `malformedEvent` */
export function instantOf(text: unknown): number {
  const instant = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) throw malformed();
  return instant;
}

/** @throws ProjectionError `malformedEvent` */
export function textOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw malformed();
  return value;
}

/** What follows the category in a stream's name, e.g. the id in `actor-<id>`. */
export function streamIdOf(streamName: string): string {
  return textOf(streamName.slice(streamName.indexOf('-') + 1));
}

export function malformed(): ProjectionError {
  return new ProjectionError('malformedEvent', 'The event lacks something every event of its type has.');
}
