import type { RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { EventStoreError } from '../event-store.ts';
import type { JsonObject, RecordedEvent } from '../event-store.ts';
import { placeOf } from './places.ts';

/** Read events that the server keeps for itself: metadata of streams, statistics, links of projections. */
export function isOfTheStoreItself(event: ClientEvent): boolean {
  return event.type.startsWith('$') || event.streamId.startsWith('$');
}

export function positionOf(event: ClientEvent): number {
  const { position } = event;
  if (position === undefined) throw new EventStoreError('damaged', 'EventStoreDB gave an event without a position');
  return placeOf(position.commit);
}

export function recordedEvent(event: ClientEvent): RecordedEvent {
  const position = positionOf(event);
  return {
    id: event.id,
    type: event.type,
    // Bytes were written by somebody else, who shares the server: nothing of ours, and no reason to stop.
    data: event.isJson ? jsonObject(event.data, position) : {},
    metadata: event.isJson ? jsonObject(event.metadata ?? {}, position) : {},
    streamName: event.streamId,
    revision: placeOf(event.revision),
    position,
    recordedAt: event.created.toISOString(),
  };
}

/** The client hands over malformed JSON as the text or the bytes it could not read. */
function jsonObject(value: unknown, position: number): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)) {
    return value as JsonObject;
  }
  throw new EventStoreError('damaged', `The event at position ${position} holds no JSON object`);
}
