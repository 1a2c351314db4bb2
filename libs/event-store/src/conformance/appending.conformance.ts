import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ExpectedRevision, JsonObject, NewEvent } from '../event-store.ts';
import { collected, idsOf, newEvent, newEvents, outcomesOf, refusalOf, streamName } from './adapter-under-test.ts';
import type { Refusal, StoreOf } from './adapter-under-test.ts';

const wrong = (actualRevision: number | 'noStream'): Refusal => ({ code: 'wrongExpectedRevision', actualRevision });

export function describeAppending(store: StoreOf): void {
  const streamOf = async (count: number): Promise<string> => {
    const name = streamName();
    if (count > 0) await store().append({ streamName: name, expectedRevision: 'noStream', events: newEvents(count) });
    return name;
  };

  describe('preconditions', () => {
    const cases: readonly [events: number, expected: ExpectedRevision, outcome: number | Refusal][] = [
      [0, 'any', 0],
      [2, 'any', 2],
      [0, 'noStream', 0],
      [2, 'noStream', wrong(1)],
      [0, 'streamExists', wrong('noStream')],
      [2, 'streamExists', 2],
      [2, 1, 2],
      [2, 0, wrong(1)],
      [2, 7, wrong(1)],
      [0, 0, wrong('noStream')],
      [0, 7, wrong('noStream')],
    ];
    it.each(cases)('given %p events, when %p is expected, then %p', async (count, expectedRevision, outcome) => {
      const name = await streamOf(count);
      expect(await outcomesOf(store(), [{ streamName: name, expectedRevision, events: [newEvent()] }])).toEqual([
        outcome,
      ]);
      const length = typeof outcome === 'number' ? count + 1 : count;
      expect(await collected(store().readStream(name))).toHaveLength(length);
    });

    it('rejects append with the same error that appendMany reports', async () => {
      const name = await streamOf(2);
      const append = { streamName: name, expectedRevision: 'noStream' as const, events: [newEvent()] };
      expect(await refusalOf(store().append(append))).toEqual(wrong(1));
    });

    it('lets exactly one of many concurrent writers win', async () => {
      const name = await streamOf(1);
      const events = newEvents(20);
      const outcomes = await Promise.all(
        events.map((event) => refusalOf(store().append({ streamName: name, expectedRevision: 0, events: [event] }))),
      );
      const winners = events.filter((_, index) => outcomes[index] === 'appended');
      expect(outcomes.filter((outcome) => outcome !== 'appended')).toEqual(Array.from({ length: 19 }, () => wrong(1)));
      expect(idsOf(await collected(store().readStream(name, { fromRevision: 1 })))).toEqual(idsOf(winners));
    });
  });

  describe('what is stored', () => {
    it('keeps a batch in order and answers with where its last event stands', async () => {
      const name = await streamOf(1);
      const events = newEvents(50);
      const appended = await store().append({ streamName: name, expectedRevision: 0, events });
      const stored = await collected(store().readStream(name, { fromRevision: 1 }));
      expect(idsOf(stored)).toEqual(idsOf(events));
      expect(stored.map((event) => event.revision)).toEqual(events.map((_, index) => index + 1));
      expect(appended).toEqual({ revision: stored.at(-1)?.revision, position: stored.at(-1)?.position });
    });

    it('gives data, metadata, type and id back as they came', async () => {
      let deep: JsonObject = { end: true };
      for (let depth = 0; depth < 60; depth++) deep = { deep, list: [depth, [null, `${depth}`]] };
      const data = {
        text: 'Zoë 王小明 👩‍👩‍👧 \u0000\u2028"\\ e\u0301',
        numbers: [0, -1.5, 1e21, 2 ** 53 - 1],
        empty: {},
        deep,
      };
      const metadata = {
        $correlationId: randomUUID(),
        $causationId: randomUUID(),
        traceparent: '00-ab-cd-01',
        ключ: [],
      };
      const event: NewEvent = { id: randomUUID(), type: 'Something.Odd-Ünique', data, metadata };
      const name = streamName();
      await store().append({ streamName: name, expectedRevision: 'noStream', events: [event] });
      const [stored] = await collected(store().readStream(name));
      expect(stored).toEqual({
        ...event,
        streamName: name,
        revision: 0,
        position: expect.any(Number),
        recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/),
      });
    });

    it('takes as text already what it takes as objects', async () => {
      const [first, second] = [newEvent(1), { ...newEvent(2), data: { text: 'Zoë 王小明 👩‍👩‍👧', empty: {} } }];
      const { id, type, data, metadata } = second;
      const text = { id, type, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
      const name = streamName();
      await store().append({ streamName: name, expectedRevision: 'noStream', events: [first, text] });
      expect(await collected(store().readStream(name))).toMatchObject([first, second]);
      await refusalOf(
        store().append({ streamName: name, expectedRevision: 1, events: [{ ...text, type: '$system' }] }),
      );
      expect(await collected(store().readStream(name))).toHaveLength(2);
    });

    it('appends nothing of a batch that is refused', async () => {
      const name = await streamOf(1);
      await refusalOf(store().append({ streamName: name, expectedRevision: 'noStream', events: newEvents(3) }));
      const broken = { ...newEvent(), type: '$system' };
      await refusalOf(store().append({ streamName: name, expectedRevision: 0, events: [newEvent(), broken] }));
      expect(await collected(store().readStream(name))).toHaveLength(1);
    });
  });

  describe('many appends at once', () => {
    it('gives each its own outcome, in the order given', async () => {
      const [old, fresh] = [await streamOf(2), streamName()];
      const outcomes = await outcomesOf(store(), [
        { streamName: old, expectedRevision: 'noStream', events: [newEvent()] },
        { streamName: fresh, expectedRevision: 'noStream', events: newEvents(3) },
        { streamName: streamName(), expectedRevision: 'any', events: [] },
        { streamName: old, expectedRevision: 1, events: [newEvent()] },
      ]);
      expect(outcomes).toEqual([wrong(1), 2, { code: 'invalidEvent', actualRevision: undefined }, 2]);
    });

    it('carries out those to one stream in order, each on what the ones before left', async () => {
      const name = streamName();
      const events = newEvents(4);
      const expected: readonly ExpectedRevision[] = ['noStream', 0, 0, 1];
      const outcomes = await outcomesOf(
        store(),
        events.map((event, index) => ({
          streamName: name,
          expectedRevision: expected[index] ?? 'any',
          events: [event],
        })),
      );
      expect(outcomes).toEqual([0, 1, wrong(1), 2]);
      const appended = events.filter((_, index) => index !== 2);
      expect(idsOf(await collected(store().readStream(name)))).toEqual(idsOf(appended));
    });

    it('takes a thousand, and an empty list', async () => {
      const names = Array.from({ length: 1_000 }, () => streamName());
      const appends = names.map((name) => ({
        streamName: name,
        expectedRevision: 'noStream' as const,
        events: [newEvent()],
      }));
      expect(await outcomesOf(store(), appends)).toEqual(names.map(() => 0));
      expect(await store().appendMany([])).toEqual([]);
    });
  });

  describe('repeating an append', () => {
    it.each(['noStream', 0] as const)(
      'with %p expected answers with the first outcome, also later',
      async (expectedRevision) => {
        const name = await streamOf(expectedRevision === 'noStream' ? 0 : 1);
        const append = { streamName: name, expectedRevision, events: newEvents(2) };
        const first = await store().append(append);
        expect(await store().append(append)).toEqual(first);
        await store().append({ streamName: name, expectedRevision: first.revision, events: newEvents(2) });
        expect(await store().append(append)).toEqual(first);
        expect(await collected(store().readStream(name))).toHaveLength(first.revision + 3);
      },
    );

    it('with only a part of its events known is refused', async () => {
      const name = await streamOf(1);
      const [known, unknown] = newEvents(2) as [NewEvent, NewEvent];
      await store().append({ streamName: name, expectedRevision: 0, events: [known] });
      const append = { streamName: name, expectedRevision: 0, events: [known, unknown] };
      expect(await refusalOf(store().append(append))).toEqual(wrong(1));
      expect(await collected(store().readStream(name))).toHaveLength(2);
    });

    it('ten times at once appends once', async () => {
      const append = { streamName: streamName(), expectedRevision: 'noStream' as const, events: [newEvent()] };
      const answers = await Promise.all(Array.from({ length: 10 }, () => store().append(append)));
      expect(answers).toEqual(answers.map(() => answers[0]));
      expect(await collected(store().readStream(append.streamName))).toHaveLength(1);
    });
  });
}
