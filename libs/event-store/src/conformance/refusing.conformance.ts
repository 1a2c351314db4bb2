import { describe, expect, it } from '@jest/globals';
import type { JsonObject, NewEvent } from '../event-store.ts';
import { collected, newEvent, newEvents, refusalOf, streamName } from './adapter-under-test.ts';
import type { StoreOf } from './adapter-under-test.ts';

/** What a caller without types might hand over. */
const unchecked = (data: unknown): JsonObject => data as JsonObject;

export function describeRefusing(store: StoreOf): void {
  const invalid = { code: 'invalidEvent', actualRevision: undefined };
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const events: readonly [fault: string, event: NewEvent][] = [
    ['an id that is no UUID', { ...newEvent(), id: 'abc' }],
    ['a UUID in capitals', { ...newEvent(), id: 'AAAAAAAA-0000-4000-8000-000000000000' }],
    ['a type of the store itself', { ...newEvent(), type: '$metadata' }],
    ['an empty type', { ...newEvent(), type: '' }],
    ['a BigInt', { ...newEvent(), data: unchecked({ big: 1n }) }],
    ['an undefined property', { ...newEvent(), data: unchecked({ missing: undefined }) }],
    ['no data', { ...newEvent(), data: unchecked(undefined) }],
    ['data that is no object', { ...newEvent(), data: unchecked([1]) }],
    ['a number that is none', { ...newEvent(), data: unchecked({ list: [Number.NaN] }) }],
    ['a date', { ...newEvent(), metadata: unchecked({ at: new Date(0) }) }],
    ['a map', { ...newEvent(), metadata: unchecked({ map: new Map() }) }],
    ['a cycle', { ...newEvent(), metadata: unchecked(cycle) }],
  ];
  it.each(events)('refuses %s before anything is written', async (_, event) => {
    const name = streamName();
    const append = { streamName: name, expectedRevision: 'any' as const, events: [newEvent(), event] };
    expect(await refusalOf(store().append(append))).toEqual(invalid);
    expect(await collected(store().readStream(name))).toEqual([]);
  });

  it.each(['', '$system', 'line\nbreak', 'x'.repeat(257)])('refuses the stream name %j', async (name) => {
    const append = { streamName: name, expectedRevision: 'any' as const, events: [newEvent()] };
    expect(await refusalOf(store().append(append))).toEqual(invalid);
  });

  it.each([-1, 0.5, Number.NaN])('refuses the expected revision %p', async (expectedRevision) => {
    const append = { streamName: streamName(), expectedRevision, events: [newEvent()] };
    expect(await refusalOf(store().append(append))).toEqual(invalid);
  });

  it('refuses an append without events, and one with the same id twice', async () => {
    const name = streamName();
    const event = newEvent();
    const append = (events: NewEvent[]) => store().append({ streamName: name, expectedRevision: 'any', events });
    expect(await refusalOf(append([]))).toEqual(invalid);
    expect(await refusalOf(append([event, event]))).toEqual(invalid);
  });

  describe('size', () => {
    const sized = (bytes: number): NewEvent => ({ ...newEvent(), data: { text: 'é'.repeat(bytes / 2) } });

    it('takes an append of 900,000 bytes', async () => {
      const name = streamName();
      const appended = store().append({
        streamName: name,
        expectedRevision: 'noStream',
        events: [sized(450_000), sized(450_000)],
      });
      expect(await refusalOf(appended)).toBe('appended');
      const stored = await collected(store().readStream(name));
      expect(stored.map((event) => String(event.data['text']).length)).toEqual([225_000, 225_000]);
    });

    it('refuses more than a mebibyte in one append, and only that one', async () => {
      const [large, small] = [streamName(), streamName()];
      const outcomes = await store().appendMany([
        { streamName: small, expectedRevision: 'noStream', events: newEvents(1) },
        { streamName: large, expectedRevision: 'noStream', events: [sized(550_000), sized(550_000)] },
        { streamName: small, expectedRevision: 0, events: newEvents(1) },
      ]);
      expect(outcomes.map((outcome) => (outcome.ok ? outcome.revision : outcome.error.code))).toEqual([
        0,
        'appendTooLarge',
        1,
      ]);
      expect(await collected(store().readStream(large))).toEqual([]);
    });
  });
}
