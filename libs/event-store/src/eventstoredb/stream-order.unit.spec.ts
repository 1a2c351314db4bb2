import { describe, expect, it } from '@jest/globals';
import { EventStoreError } from '../event-store.ts';
import type { AppendOutcome, ExpectedRevision, StreamAppend } from '../event-store.ts';
import { StreamOrder } from './stream-order.ts';

const appendOf = (expectedRevision: ExpectedRevision, id: string): StreamAppend => ({
  streamName: 'dataSubject-1',
  expectedRevision,
  events: [{ id, type: 'PersonalDataUsed', data: {}, metadata: {} }],
});

/** A server that takes appends where the revision fits, beside another process that writes to the same stream. */
class Stream {
  readonly order = new StreamOrder();
  readonly ids: string[] = [];

  append(append: StreamAppend, callerKnows = Promise.resolve()): Promise<AppendOutcome> {
    return this.order.run(append, { isSameCall: false, callerKnows, send: () => this.#take(append) });
  }

  async #take({ expectedRevision, events }: StreamAppend): Promise<AppendOutcome> {
    await Promise.resolve();
    const expected = expectedRevision === 'noStream' ? -1 : expectedRevision;
    const actualRevision = this.ids.length - 1;
    if (expected !== actualRevision) {
      return { ok: false, error: new EventStoreError('wrongExpectedRevision', 'wrong', { actualRevision }) };
    }
    this.ids.push(...events.map(({ id }) => id));
    return { ok: true, revision: this.ids.length - 1, position: this.ids.length - 1 };
  }
}

describe('appends that build on one another', () => {
  it('go one after the other', async () => {
    const stream = new Stream();
    const outcomes = await Promise.all([
      stream.append(appendOf('noStream', 'a')),
      stream.append(appendOf(0, 'b')),
      stream.append(appendOf(1, 'c')),
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(stream.ids).toEqual(['a', 'b', 'c']);
  });

  it('do not append a second time what another process appended in the place of the first', async () => {
    const stream = new Stream();
    stream.ids.push('twin');
    const outcomes = await Promise.all([
      stream.append(appendOf('noStream', 'a')),
      stream.append(appendOf(0, 'twin')),
      stream.append(appendOf(1, 'c')),
    ]);
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code))).toEqual([
      'wrongExpectedRevision',
      'wrongExpectedRevision',
      'wrongExpectedRevision',
    ]);
    expect(stream.ids).toEqual(['twin']);
    expect(await stream.append(appendOf(0, 'a'))).toMatchObject({ ok: true, revision: 1 });
  });

  it('do not append it either while the caller of the first still waits for other streams', async () => {
    const stream = new Stream();
    stream.ids.push('twin');
    const { promise: callerKnows, resolve: told } = Promise.withResolvers<void>();
    const wrong = { ok: false, error: expect.objectContaining({ code: 'wrongExpectedRevision' }) };
    expect(await stream.append(appendOf('noStream', 'a'), callerKnows)).toEqual(wrong);
    expect(await stream.append(appendOf(0, 'twin'))).toEqual(wrong);
    told();
    await callerKnows;
    expect(await stream.append(appendOf(0, 'a'))).toMatchObject({ ok: true, revision: 1 });
    expect(stream.ids).toEqual(['twin', 'a']);
  });
});
