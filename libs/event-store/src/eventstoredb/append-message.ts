import type { SerialisedAppend } from '../serialised-append.ts';
import { fieldLength, ProtobufWriter, UUID_LENGTH, varintLength } from './protobuf-writer.ts';

/**
 * The request of a batch append (`event_store.client.streams.BatchAppendReq`), written straight into bytes. Through the
 * client each event's JSON becomes base64 and bytes again, and an append costs twice the processor time.
 * Numbers below are protobuf's tags: field << 3 | type, type 0 a varint, type 2 bytes with their length.
 */

const CORRELATION_ID = 0x0a;
const OPTIONS = 0x12;
const PROPOSED_MESSAGE = 0x1a;
const IS_FINAL = 0x20;

const STREAM_IDENTIFIER = 0x0a;
const STREAM_NAME = 0x1a;
const STREAM_POSITION = 0x10;
const EMPTY_EXPECTATIONS = { noStream: 0x1a, any: 0x22, streamExists: 0x2a };
/** As a duration: the older field is an instant, which a server whose clock is ahead of ours takes for over. */
const DEADLINE = 0x3a;
const SECONDS = 0x08;
const NANOS = 0x10;

const EVENT_ID = 0x0a;
const EVENT_METADATA = 0x12;
const CUSTOM_METADATA = 0x1a;
const DATA = 0x22;
const MAP_KEY = 0x0a;
const MAP_VALUE = 0x12;

const CONTENT_TYPE = mapEntry('content-type', 'application/json');
const TYPE_KEY = bytesField(MAP_KEY, 'type');

/** @param deadlineMs how long the server may take. */
export function appendMessage(append: SerialisedAppend, correlationId: string, deadlineMs: number): Buffer {
  const options = optionsOf(append, deadlineMs);
  const events = append.events.map((event) => {
    const typeLength = Buffer.byteLength(event.type);
    const dataLength = Buffer.byteLength(event.data);
    const metadataLength = Buffer.byteLength(event.metadata);
    const typeEntryLength = TYPE_KEY.length + fieldLength(typeLength);
    const length =
      uuidLength() +
      fieldLength(typeEntryLength) +
      CONTENT_TYPE.length +
      fieldLength(metadataLength) +
      fieldLength(dataLength);
    return { event, typeLength, dataLength, metadataLength, typeEntryLength, length };
  });
  let length = uuidLength() + fieldLength(options.length) + 2;
  for (const event of events) length += fieldLength(event.length);

  const out = new ProtobufWriter(length);
  out.uuid(CORRELATION_ID, correlationId);
  out.bytes(OPTIONS, options);
  for (const { event, typeLength, dataLength, metadataLength, typeEntryLength, length: eventLength } of events) {
    out.head(PROPOSED_MESSAGE, eventLength);
    out.uuid(EVENT_ID, event.id);
    out.head(EVENT_METADATA, typeEntryLength);
    out.raw(TYPE_KEY);
    out.text(MAP_VALUE, typeLength, event.type);
    out.raw(CONTENT_TYPE);
    out.text(CUSTOM_METADATA, metadataLength, event.metadata);
    out.text(DATA, dataLength, event.data);
  }
  out.number(IS_FINAL, 1);
  return out.done();
}

function optionsOf({ streamName, expectedRevision }: SerialisedAppend, deadlineMs: number): Buffer {
  const name = bytesField(STREAM_NAME, streamName);
  const [seconds, nanos] = [Math.floor(deadlineMs / 1_000), Math.floor(deadlineMs % 1_000) * 1_000_000];
  const deadlineLength = 2 + varintLength(seconds) + varintLength(nanos);
  const expectationLength = 1 + (typeof expectedRevision === 'number' ? varintLength(expectedRevision) : 1);
  const out = new ProtobufWriter(fieldLength(name.length) + expectationLength + fieldLength(deadlineLength));
  out.bytes(STREAM_IDENTIFIER, name);
  if (typeof expectedRevision === 'number') out.number(STREAM_POSITION, expectedRevision);
  else out.head(EMPTY_EXPECTATIONS[expectedRevision], 0);
  out.head(DEADLINE, deadlineLength);
  out.number(SECONDS, seconds);
  out.number(NANOS, nanos);
  return out.done();
}

const uuidLength = (): number => fieldLength(UUID_LENGTH);

function bytesField(tag: number, text: string): Buffer {
  const length = Buffer.byteLength(text);
  const out = new ProtobufWriter(fieldLength(length));
  out.text(tag, length, text);
  return out.done();
}

function mapEntry(key: string, value: string): Buffer {
  const entry = Buffer.concat([bytesField(MAP_KEY, key), bytesField(MAP_VALUE, value)]);
  const out = new ProtobufWriter(fieldLength(entry.length));
  out.bytes(EVENT_METADATA, entry);
  return out.done();
}
