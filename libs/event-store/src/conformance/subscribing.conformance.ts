import { setTimeout as pause } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import type { NewEvent, SubscriptionBatch } from '../event-store.ts';
import { batchesUntil, eventsOf, fromNow, idsOf, newEvent, newEvents, streamName } from './adapter-under-test.ts';
import type { StoreOf } from './adapter-under-test.ts';

/** Of the longest test: it writes 30 MB, perhaps to a server that others restart meanwhile. */
const SLOW_MS_MAX = 120_000;

const isCaughtUp = (batches: readonly SubscriptionBatch[]): boolean => batches.at(-1)?.caughtUp === true;

export function describeSubscribing(store: StoreOf): void {
  const appendTo = (name: string, events: readonly NewEvent[]) =>
    store().append({ streamName: name, expectedRevision: 'any', events });

  it('delivers what was there, what comes meanwhile and what comes later, once and in order', async () => {
    const start = await fromNow(store());
    const name = streamName();
    const [before, meanwhile, later] = [newEvents(1_300), newEvents(400), newEvents(3)] as const;
    await appendTo(name, before);
    const all = [...before, ...meanwhile, ...later];
    const subscription = store().subscribeToAll({ ...start, batchSizeMax: 100 });
    const writing = async (): Promise<void> => {
      for (let first = 0; first < meanwhile.length; first += 10)
        await appendTo(name, meanwhile.slice(first, first + 10));
      await pause(100);
      for (const event of later) await appendTo(name, [event]);
    };
    const [batches] = await Promise.all([
      batchesUntil(subscription, (soFar) => eventsOf(soFar, [name]).length >= all.length),
      writing(),
    ]);
    expect(idsOf(eventsOf(batches, [name]))).toEqual(idsOf(all));
    const positions = batches.flatMap((batch) => batch.events.map((event) => event.position));
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    expect(batches.every((batch) => batch.events.length <= 100)).toBe(true);
  });

  it('says that it has caught up, also when nothing was waiting', async () => {
    await appendTo(streamName(), newEvents(1));
    const start = await fromNow(store());
    const batches = await batchesUntil(store().subscribeToAll(start), isCaughtUp);
    expect(batches.at(-1)?.caughtUp).toBe(true);
  });

  it('does not go on saying that it has caught up while a busy consumer has events waiting', async () => {
    const [name, events] = [streamName(), newEvents(900)];
    const start = await fromNow(store());
    const subscription = store().subscribeToAll({ ...start, batchSizeMax: 2_000 });
    const batches: SubscriptionBatch[] = [];
    for await (const batch of subscription) {
      // While this consumer is busy, all of them come.
      if (isCaughtUp([batch]) && batches.length === 0) await appendTo(name, events);
      batches.push(batch);
      if (eventsOf(batches, [name]).length >= events.length) break;
    }
    expect(idsOf(eventsOf(batches, [name]))).toEqual(idsOf(events));
    const premature = batches.slice(1, -1).filter((batch) => batch.caughtUp);
    // A server may pause in the middle, and look as if it had nothing more.
    expect(premature.length).toBeLessThan(10);
  });

  it('resumes after a stored position without losing or repeating an event', async () => {
    const start = await fromNow(store());
    const [name, events] = [streamName(), newEvents(250)];
    await appendTo(name, events);
    const seen: string[] = [];
    let after = start;
    while (seen.length < events.length) {
      const [batch] = await batchesUntil(store().subscribeToAll({ ...after, batchSizeMax: 70 }), () => true);
      if (batch === undefined) break;
      seen.push(...idsOf(eventsOf([batch], [name])));
      if (batch.position !== undefined) after = { afterPosition: batch.position };
    }
    expect(seen).toEqual(idsOf(events));
  });

  describe('to streams by prefix', () => {
    it('delivers those of each prefix and no other, then and later', async () => {
      const start = await fromNow(store());
      const [first, second, other] = [streamName('alpha'), streamName('beta'), streamName('gamma')];
      const [one, two, three] = newEvents(3) as [NewEvent, NewEvent, NewEvent];
      await appendTo(first, [one]);
      await appendTo(other, newEvents(20));
      const prefixes = [first.slice(0, -4), second.slice(0, -4)];
      const subscription = store().subscribeToAll({ ...start, streamNamePrefixes: prefixes });
      const writing = async (): Promise<void> => {
        await pause(100);
        await appendTo(other, newEvents(5));
        await appendTo(second, [two]);
        await appendTo(first, [three]);
      };
      const [batches] = await Promise.all([
        batchesUntil(subscription, (soFar) => soFar.flatMap((batch) => batch.events).length >= 3),
        writing(),
      ]);
      expect(idsOf(batches.flatMap((batch) => batch.events))).toEqual(idsOf([one, two, three]));
    });

    it('tells progress and that it has caught up although nothing matches', async () => {
      await appendTo(streamName(), newEvents(1));
      const start = await fromNow(store());
      await appendTo(streamName('other'), newEvents(300));
      const prefix = streamName('nobody');
      const hasMoved = (batches: readonly SubscriptionBatch[]): boolean =>
        (batches.at(-1)?.position ?? 0) > (start.afterPosition ?? 0) && batches.some((batch) => batch.caughtUp);
      const batches = await batchesUntil(store().subscribeToAll({ ...start, streamNamePrefixes: [prefix] }), hasMoved);
      expect(batches.flatMap((batch) => batch.events)).toEqual([]);
      const position = batches.at(-1)?.position ?? 0;
      const [late, resumed] = [newEvent(), { afterPosition: position, streamNamePrefixes: [prefix] }];
      await appendTo(prefix, [late]);
      const after = await batchesUntil(
        store().subscribeToAll(resumed),
        (soFar) => eventsOf(soFar, [prefix]).length > 0,
      );
      expect(idsOf(eventsOf(after, [prefix]))).toEqual([late.id]);
    });
  });

  describe('to some types of events', () => {
    const ofType = (type: string): NewEvent => ({ ...newEvent(), type });

    it('delivers those and no other, then and later, and of these only the streams asked for', async () => {
      const start = await fromNow(store());
      const [name, other] = [streamName('typed'), streamName('untyped')];
      const [one, two, three] = [ofType('FirstKind'), ofType('SecondKind'), ofType('FirstKind')];
      await appendTo(name, [one, ofType('ThirdKind'), two]);
      await appendTo(other, [ofType('FirstKind')]);
      const subscription = store().subscribeToAll({
        ...start,
        streamNamePrefixes: [name],
        eventTypes: ['FirstKind', 'SecondKind'],
      });
      const writing = async (): Promise<void> => {
        await pause(100);
        await appendTo(name, [...newEvents(5), three]);
      };
      const [batches] = await Promise.all([
        batchesUntil(subscription, (soFar) => soFar.flatMap((batch) => batch.events).length >= 3),
        writing(),
      ]);
      expect(idsOf(batches.flatMap((batch) => batch.events))).toEqual(idsOf([one, two, three]));
      const onlyTyped = store().subscribeToAll({ ...start, eventTypes: ['FirstKind'] });
      const found = await batchesUntil(onlyTyped, (soFar) => eventsOf(soFar, [name]).length >= 2);
      expect(found.flatMap((batch) => batch.events).every(({ type }) => type === 'FirstKind')).toBe(true);
      expect(idsOf(eventsOf(found, [name]))).toEqual(idsOf([one, three]));
    });

    it('tells progress up to the last event although none is of the type', async () => {
      const start = await fromNow(store());
      const subscription = store().subscribeToAll({ ...start, eventTypes: ['NeverHappened'] });
      const { position } = await appendTo(streamName(), newEvents(30));
      // Nothing more is written: whoever waits for this position must not wait for others.
      const batches = await batchesUntil(subscription, (soFar) => (soFar.at(-1)?.position ?? 0) >= position);
      expect(batches.flatMap((batch) => batch.events)).toEqual([]);
    });
  });

  it(
    'waits for a slow consumer without piling up memory, and loses nothing',
    async () => {
      const start = await fromNow(store());
      const name = streamName();
      const large = (): NewEvent => ({ ...newEvent(), data: { text: 'x'.repeat(500_000) } });
      const subscription = store().subscribeToAll({ ...start, batchSizeMax: 1 });
      const batches = subscription[Symbol.asyncIterator]();
      const first = large();
      const ids = [first.id];
      await appendTo(name, [first]);
      const seen: string[] = [];
      const take = async (): Promise<void> => {
        const { value } = await batches.next();
        if (value !== undefined) seen.push(...idsOf(eventsOf([value], [name])));
      };
      while (seen.length === 0) await take();
      const before = heapInUse();
      for (let count = 0; count < 60; count++) {
        const event = large();
        ids.push(event.id);
        await appendTo(name, [event]);
      }
      await pause(200);
      // 30 MB were written while the consumer slept.
      expect(heapInUse() - before).toBeLessThan(12_000_000);
      while (seen.length < ids.length) await take();
      await subscription.close();
      expect(seen).toEqual(ids);
    },
    SLOW_MS_MAX,
  );

  it('ends its iteration when it is closed, also while it waits', async () => {
    const subscription = store().subscribeToAll(await fromNow(store()));
    let ended: Promise<unknown> | undefined;
    await new Promise<void>((caughtUp) => {
      ended = batchesUntil(subscription, (batches) => {
        if (batches.at(-1)?.caughtUp === true) caughtUp();
        return false;
      });
    });
    await subscription.close();
    await subscription.close();
    await ended;
  });
}

/** What is really held, after the garbage is gone. */
function heapInUse(): number {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  // Twice: what lies outside the heap is counted out only by the collection after the one that found it free.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
