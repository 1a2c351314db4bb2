import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ExpectedRevision } from '../event-store.ts';
import type { SerialisedAppend } from '../serialised-append.ts';
import { appendAnswer } from './append-answer.ts';
import { appendMessage } from './append-message.ts';
import { Duration, messages, streamMessages } from './fault-double/stubs.ts';

/** `deadline` of the options, field 7. */
const DEADLINE = 0x3a;

/** As the client's generated code reads it. */
function read(bytes: Uint8Array) {
  const request = streamMessages.BatchAppendReq.deserializeBinary(bytes);
  const options = request.getOptions();
  const text = (part: Uint8Array | undefined): string => Buffer.from(part ?? []).toString('utf8');
  const expectation = options?.hasAny()
    ? 'any'
    : options?.hasNoStream()
      ? 'noStream'
      : options?.hasStreamExists()
        ? 'streamExists'
        : Number(options?.getStreamPosition());
  return {
    correlationId: request.getCorrelationId()?.getString(),
    isFinal: request.getIsFinal(),
    streamName: text(options?.getStreamIdentifier()?.getStreamName_asU8()),
    expectedRevision: expectation,
    events: request.getProposedMessagesList().map((message) => ({
      id: message.getId()?.getString(),
      type: message.getMetadataMap().get('type'),
      contentType: message.getMetadataMap().get('content-type'),
      data: text(message.getData_asU8()),
      metadata: text(message.getCustomMetadata_asU8()),
    })),
  };
}

const json = fc.oneof(
  fc.json(),
  fc.string({ unit: 'grapheme', maxLength: 400 }).map((text) => JSON.stringify({ text })),
);
const expected: fc.Arbitrary<ExpectedRevision> = fc.oneof(
  fc.constantFrom('any' as const, 'noStream' as const, 'streamExists' as const),
  fc.maxSafeNat(),
);
const appends: fc.Arbitrary<SerialisedAppend> = fc.record({
  streamName: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 }),
  expectedRevision: expected,
  events: fc.array(
    fc.record({
      id: fc.uuid(),
      type: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 }),
      data: json,
      metadata: json,
    }),
    { minLength: 1, maxLength: 5 },
  ),
  bytes: fc.constant(0),
});

/** Zeros may be written or left out. */
const deadlines = fc.integer({ min: 1_001, max: 3_600_000 }).filter((ms) => ms % 1_000 > 0);

describe('the message of an append', () => {
  it('is what the generated code of the client reads back', () => {
    fc.assert(
      fc.property(appends, deadlines, (append, deadlineMs) => {
        const correlationId = randomUUID();
        const bytes = appendMessage(append, correlationId, deadlineMs);
        // A field that servers know and the client's generated code does not.
        const deadline = new Duration().setSeconds(Math.floor(deadlineMs / 1_000)).setNanos((deadlineMs % 1_000) * 1e6);
        expect(
          bytes.includes(Buffer.from([DEADLINE, deadline.serializeBinary().length, ...deadline.serializeBinary()])),
        ).toBe(true);
        expect(read(bytes)).toEqual({
          correlationId,
          isFinal: true,
          streamName: append.streamName,
          expectedRevision: append.expectedRevision,
          events: append.events.map((event) => ({ ...event, contentType: 'application/json' })),
        });
      }),
    );
  });

  it('may be as large as an append may be', () => {
    const event = {
      id: randomUUID(),
      type: 'Large',
      data: JSON.stringify({ text: 'é'.repeat(500_000) }),
      metadata: '{}',
    };
    const append = { streamName: 'large', expectedRevision: 0, events: [event], bytes: 0 };
    expect(read(appendMessage(append, randomUUID(), 5_000)).events[0]?.data).toBe(event.data);
  });
});

describe('the answer to an append', () => {
  it('is told apart by its id, also where a server writes that in numbers', () => {
    const id = 'f00df00d-0000-4000-8000-00000000beef';
    const halves = [id.replaceAll('-', '').slice(0, 16), id.replaceAll('-', '').slice(16)].map((half) =>
      BigInt.asIntN(64, BigInt(`0x${half}`)).toString(),
    ) as [string, string];
    const numbers = new messages.UUID.Structured().setMostSignificantBits(halves[0]).setLeastSignificantBits(halves[1]);
    for (const uuid of [new messages.UUID().setString(id), new messages.UUID().setStructured(numbers)]) {
      const response = new streamMessages.BatchAppendResp().setCorrelationId(uuid);
      expect(appendAnswer(response.serializeBinary()).correlationId).toBe(id);
    }
  });
});
