import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { StreamAppend } from '../event-store.ts';
import {
  batchesUntil,
  collected,
  eventsOf,
  fromNow,
  idsOf,
  newEvents,
  refusalOf,
  streamName,
} from './adapter-under-test.ts';
import type { StoreOf } from './adapter-under-test.ts';

/** How the store's server goes away and comes back, with what it had. */
export interface Outage {
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** `PDL_TEST_ROUNDS=50` for the long form, in which others can kill and restart the server as well. */
const ROUNDS = Number(process.env['PDL_TEST_ROUNDS'] ?? 5);
const EVENTS_PER_ROUND = 40;
const OUTAGE_MS = 120;
/** Of a whole test: others may restart a server meanwhile, which takes it some seconds each time. */
const TEST_MS_MAX = 60_000 + ROUNDS * 5_000;
/** What an append of which nothing is known may fail with, or what never left. */
const OPEN_CODES = ['outcomeUnknown', 'unavailable'];

/**
 * What a store on a server promises while that goes away and comes back. Expects nothing of how long it stays away, so
 * that others may kill and restart the server at the same time.
 */
export function describeRecovering(store: StoreOf, outage: () => Outage): void {
  /** As the port asks for it: the same append again, until it is answered. */
  const persisted = async (append: StreamAppend): Promise<number> => {
    for (;;) {
      const outcome = (await store().appendMany([append]))[0];
      if (outcome?.ok === true) return outcome.revision;
      if (!OPEN_CODES.includes(outcome?.error.code ?? '')) throw outcome?.error ?? new Error('No outcome');
      await pause(50);
    }
  };
  const reachable = async (): Promise<{ readonly afterPosition?: number }> => {
    for (;;) {
      try {
        return await fromNow(store());
      } catch {
        await pause(50);
      }
    }
  };
  const readBack = async (name: string): Promise<string[]> => {
    for (;;) {
      try {
        return idsOf(await collected(store().readStream(name)));
      } catch {
        await pause(50);
      }
    }
  };

  it(
    `a subscription and a writer go on through ${ROUNDS} outages: each event once and in order`,
    async () => {
      const start = await reachable();
      const [name, events] = [streamName(), newEvents(ROUNDS * EVENTS_PER_ROUND)];
      const reading = batchesUntil(
        store().subscribeToAll({ ...start, batchSizeMax: 7 }),
        (soFar) => eventsOf(soFar, [name]).length >= events.length,
      );
      for (const [index, event] of events.entries()) {
        if (index % EVENTS_PER_ROUND === EVENTS_PER_ROUND / 2) {
          await outage().begin();
          setTimeout(() => void outage().end(), OUTAGE_MS);
        }
        const expectedRevision = index === 0 ? 'noStream' : index - 1;
        expect(await persisted({ streamName: name, expectedRevision, events: [event] })).toBe(index);
      }
      const batches = await reading;
      expect(idsOf(eventsOf(batches, [name]))).toEqual(idsOf(events));
      expect(await readBack(name)).toEqual(idsOf(events));
      const positions = batches.flatMap((batch) => batch.position ?? []);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
    },
    TEST_MS_MAX,
  );

  it(
    'a subscription made anew, from the stored position, while the server is away: nothing lost, nothing twice',
    async () => {
      let after = await reachable();
      const name = streamName();
      const seen: string[] = [];
      const written: string[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const events = newEvents(30);
        const expectedRevision = round === 0 ? ('noStream' as const) : written.length - 1;
        await persisted({ streamName: name, expectedRevision, events });
        written.push(...idsOf(events));
        await outage().begin();
        setTimeout(() => void outage().end(), OUTAGE_MS);
        const subscription = store().subscribeToAll({ ...after, batchSizeMax: 11 });
        for await (const batch of subscription) {
          seen.push(...idsOf(eventsOf([batch], [name])));
          if (batch.position !== undefined) after = { afterPosition: batch.position };
          // The rest is for the one that comes after it.
          if (seen.length > written.length - 15) break;
        }
      }
      const rest = await batchesUntil(
        store().subscribeToAll(after),
        (soFar) => seen.length + eventsOf(soFar, [name]).length >= written.length,
      );
      expect([...seen, ...idsOf(eventsOf(rest, [name]))]).toEqual(written);
    },
    TEST_MS_MAX,
  );

  describe('appends under way when the server goes away', () => {
    it(
      'are called unknown, or certainly not appended; repeated as they were, each is there once',
      async () => {
        for (let round = 0; round < ROUNDS; round++) {
          await reachable();
          const appends = Array.from({ length: 200 }, () => ({
            streamName: streamName(),
            expectedRevision: 'noStream' as const,
            events: newEvents(2),
          }));
          const first = appends.map((append) => refusalOf(store().append(append)));
          await pause(Math.random() * 20);
          await outage().begin();
          const answers = await Promise.all(first);
          const codes = answers.flatMap((answer) => (answer === 'appended' ? [] : [answer.code ?? '']));
          expect(codes.filter((code) => !OPEN_CODES.includes(code))).toEqual([]);
          await outage().end();
          await reachable();
          for (const [index, answer] of answers.entries()) {
            const { streamName: name, events } = appends[index] as StreamAppend;
            const there = await readBack(name);
            if (answer === 'appended') expect(there).toEqual(idsOf(events));
            else if (answer.code === 'unavailable') expect(there).toEqual([]);
          }
          for (const append of appends) {
            expect(await persisted(append)).toBe(1);
            expect(await readBack(append.streamName)).toEqual(idsOf(append.events));
          }
        }
      },
      TEST_MS_MAX,
    );
  });
}
