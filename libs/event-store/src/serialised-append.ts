import { APPEND_BYTES_MAX, EventStoreError } from './event-store.ts';
import type { ExpectedRevision, JsonObject, NewEvent, SerialisedEvent, StreamAppend } from './event-store.ts';

export interface SerialisedAppend {
  readonly streamName: string;
  readonly expectedRevision: ExpectedRevision;
  readonly events: readonly SerialisedEvent[];
  /** Sum of data and metadata, in UTF-8 bytes or a little more. */
  readonly bytes: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** A leading `$` marks what belongs to the store itself; lone surrogates would not survive UTF-8. */
const NAME = /^(?!\$)[^\p{Cc}\p{Cs}]{1,256}$/u;
const UTF8_BYTES_PER_UNIT_MAX = 3;

/**
 * Check an append and turn its events into JSON text, once, before anything is written or sent: a value that
 * JSON cannot carry must never surface half-way through a batch.
 * @throws EventStoreError `invalidEvent`, `appendTooLarge`. Messages repeat nothing of the content.
 */
export function serialiseAppend(append: StreamAppend): SerialisedAppend {
  const { streamName, expectedRevision } = append;
  if (typeof streamName !== 'string' || !NAME.test(streamName)) {
    throw invalid('a stream name has 1 to 256 printable characters and does not start with $');
  }
  if (!isExpectedRevision(expectedRevision)) {
    throw invalid('an expected revision is a whole number from 0, any, noStream or streamExists');
  }
  if (!Array.isArray(append.events) || append.events.length === 0) {
    throw invalid('an append has at least one event');
  }
  const events = append.events.map(serialiseEvent);
  if (events.length > 1 && new Set(events.map((event) => event.id)).size < events.length) {
    throw invalid('an event id occurs twice in one append');
  }
  return { streamName, expectedRevision, events, bytes: measured(events) };
}

function serialiseEvent(event: NewEvent | SerialisedEvent): SerialisedEvent {
  if (typeof event.id !== 'string' || !UUID.test(event.id)) throw invalid('an event id is a lower-case UUID');
  if (typeof event.type !== 'string' || !NAME.test(event.type)) {
    throw invalid('an event type has 1 to 256 printable characters and does not start with $');
  }
  if (isSerialised(event)) return event;
  return { id: event.id, type: event.type, data: jsonText(event.data), metadata: jsonText(event.metadata) };
}

function isSerialised(event: NewEvent | SerialisedEvent): event is SerialisedEvent {
  return typeof event.data === 'string' && typeof event.metadata === 'string';
}

/** The event as an object, for whoever writes or shows it as one. */
export function newEventOf(event: NewEvent | SerialisedEvent): NewEvent {
  if (!isSerialised(event)) return event;
  const { id, type, data, metadata } = event;
  return { id, type, data: JSON.parse(data) as JsonObject, metadata: JSON.parse(metadata) as JsonObject };
}

function jsonText(value: JsonObject): string {
  try {
    if (isPlainObject(value) && isJson(value)) return JSON.stringify(value);
  } catch {
    // Cycles and endless nesting end in a RangeError: not JSON either.
  }
  throw invalid('data and metadata are JSON objects of strings, finite numbers, booleans, null, arrays and objects');
}

/** Whether the value survives JSON unchanged: `JSON.stringify` drops or rewrites what it does not know. */
function isJson(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (!isPlainObject(value)) return false;
  for (const key in value) if (!isJson(value[key])) return false;
  return true;
}

/** By tag and not by prototype, because objects also come from other realms and from classes without behaviour. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.getPrototypeOf(value) === Object.prototype) return true;
  return Object.prototype.toString.call(value) === '[object Object]' && !('toJSON' in value);
}

function isExpectedRevision(value: unknown): value is ExpectedRevision {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0;
  return value === 'any' || value === 'noStream' || value === 'streamExists';
}

function measured(events: readonly SerialisedEvent[]): number {
  let units = 0;
  for (const event of events) units += event.data.length + event.metadata.length;
  if (units * UTF8_BYTES_PER_UNIT_MAX <= APPEND_BYTES_MAX) return units;
  let bytes = 0;
  for (const event of events) bytes += Buffer.byteLength(event.data) + Buffer.byteLength(event.metadata);
  if (bytes > APPEND_BYTES_MAX) {
    throw new EventStoreError(
      'appendTooLarge',
      `One append carries at most ${APPEND_BYTES_MAX} bytes of data and metadata`,
    );
  }
  return bytes;
}

function invalid(rule: string): EventStoreError {
  return new EventStoreError('invalidEvent', `Append refused: ${rule}`);
}
