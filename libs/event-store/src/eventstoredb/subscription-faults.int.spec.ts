import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchesUntil, eventsOf, idsOf, newEvent, newEvents, streamName } from '../conformance/adapter-under-test.ts';
import type { NewEvent, SubscriptionBatch } from '../event-store.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';
import { RunningDouble } from './fault-double/running-double.ts';
import { SharedClient } from './shared-client.ts';

const CALL_TIMEOUT_MS = 600;

describe("Subscriptions while EventStoreDB fails, played by the fault double (no real server: the adapter's handling)", () => {
  let double: RunningDouble;
  let store: EventStoreDbEventStore;

  beforeEach(async () => {
    double = await RunningDouble.start();
    const { connectionString } = double;
    store = await EventStoreDbEventStore.open({ connectionString, callTimeoutMs: CALL_TIMEOUT_MS });
  });
  afterEach(async () => {
    double.thaw();
    await store.close();
    await double.end();
  });

  const append = (name: string, events: readonly NewEvent[]) =>
    store.append({ streamName: name, expectedRevision: 'any', events });

  /** Appends until the server takes it; the double recognises a repeated event. */
  const persist = async (name: string, event: NewEvent): Promise<void> => {
    for (;;) {
      try {
        await append(name, [event]);
        return;
      } catch {
        await pause(20);
      }
    }
  };

  it.each(['cut', 'down'] as const)(
    '%s again and again: each event once and in order',
    async (fault) => {
      const name = streamName();
      const events = newEvents(300);
      await append(name, events.slice(0, 100));
      const subscription = store.subscribeToAll({ batchSizeMax: 7 });
      const reading = batchesUntil(subscription, (soFar) => eventsOf(soFar, [name]).length >= events.length);
      for (const [index, event] of events.slice(100).entries()) {
        if (index % 40 === 20 && fault === 'cut') await double.cut();
        if (index % 100 === 50 && fault === 'down') {
          await double.goDown();
          await pause(150);
          await double.comeUp();
        }
        await persist(name, event);
      }
      const batches = await reading;
      expect(idsOf(eventsOf(batches, [name]))).toEqual(idsOf(events));
      const positions = batches.flatMap((batch) => batch.position ?? []);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
    },
    60_000,
  );

  it('begun while the server is frozen, it begins when the server thaws', async () => {
    const [name, events] = [streamName(), newEvents(3)];
    await append(name, events);
    double.freeze();
    const reading = batchesUntil(store.subscribeToAll(), (soFar) => eventsOf(soFar, [name]).length >= 3);
    await pause(CALL_TIMEOUT_MS * 2);
    double.thaw();
    expect(idsOf(eventsOf(await reading, [name]))).toEqual(idsOf(events));
  });

  it('begun while there is no server, it begins when there is one, and closes when there is none', async () => {
    const [name, events] = [streamName(), newEvents(3)];
    await append(name, events);
    await double.goDown();
    const reading = batchesUntil(store.subscribeToAll(), (soFar) => eventsOf(soFar, [name]).length >= 3);
    const idle = store.subscribeToAll();
    const idling = batchesUntil(idle, () => false);
    await pause(200);
    await idle.close();
    expect(await idling).toEqual([]);
    await double.comeUp();
    expect(idsOf(eventsOf(await reading, [name]))).toEqual(idsOf(events));
  });

  it('cancelled on our side, as when the client is replaced, it goes on', async () => {
    const [name, events] = [streamName(), newEvents(4)];
    await append(name, events.slice(0, 2));
    let isLive: () => void = () => undefined;
    const live = new Promise<void>((resolve) => (isLive = resolve));
    const reading = batchesUntil(store.subscribeToAll(), (soFar) => {
      if (soFar.at(-1)?.caughtUp === true) isLive();
      return eventsOf(soFar, [name]).length >= events.length;
    });
    await live;
    const client = SharedClient.acquire(double.connectionString);
    await client.current.dispose();
    await client.release();
    for (const event of events.slice(2)) await persist(name, event);
    expect(idsOf(eventsOf(await reading, [name]))).toEqual(idsOf(events));
  });

  it('a consumer that throws ends its own subscription and no other', async () => {
    const [name, events] = [streamName(), newEvents(50)];
    const other = batchesUntil(store.subscribeToAll(), (soFar) => eventsOf(soFar, [name]).length >= 50);
    const poisoned = (async () => {
      for await (const batch of store.subscribeToAll()) if (batch.events.length > 0) throw new Error('poison');
    })();
    const thrown = expect(poisoned).rejects.toThrow('poison');
    for (const event of events) await append(name, [event]);
    await thrown;
    expect(idsOf(eventsOf(await other, [name]))).toEqual(idsOf(events));
  });

  it('events of others that are no JSON do not stop it', async () => {
    const name = streamName();
    await double.set({ foreignStream: streamName('foreign') });
    const event = newEvent();
    await append(name, [event]);
    const batches = await batchesUntil(store.subscribeToAll(), (soFar) => eventsOf(soFar, [name]).length > 0);
    const [foreign, own] = batches.flatMap((batch) => batch.events);
    expect([foreign?.data, foreign?.metadata]).toEqual([{}, {}]);
    expect(own?.id).toBe(event.id);
  });

  it('a filter that matches nothing in an empty log tells no position, and misses nothing that comes', async () => {
    const prefix = streamName('wanted');
    const first = await batchesUntil(
      store.subscribeToAll({ streamNamePrefixes: [prefix] }),
      (soFar) => soFar.at(-1)?.caughtUp === true,
    );
    expect(first.map((batch) => batch.position)).toEqual(first.map(() => undefined));
    const event = newEvent();
    await append(prefix, [event]);
    const isThere = (soFar: readonly SubscriptionBatch[]): boolean => eventsOf(soFar, [prefix]).length > 0;
    const second = await batchesUntil(store.subscribeToAll({ streamNamePrefixes: [prefix] }), isThere);
    expect(idsOf(eventsOf(second, [prefix]))).toEqual([event.id]);
  });

  it('tells progress while it is live and nothing matches', async () => {
    await append(streamName(), newEvents(1));
    const subscription = store.subscribeToAll({ streamNamePrefixes: [streamName('nobody')] });
    const positions: number[] = [];
    const reading = batchesUntil(subscription, (soFar) => {
      const position = soFar.at(-1)?.position;
      if (position !== undefined) positions.push(position);
      return positions.length > 1 && position !== positions[0];
    });
    await pause(200);
    for (let count = 0; count < 8; count++) await append(streamName(), newEvents(100));
    const last = (await reading).at(-1);
    expect(last?.events).toEqual([]);
    expect(last?.position).toBeLessThanOrEqual((await store.lastPosition()) ?? 0);
  });

  it('a consumer far behind the live events catches up without a gap', async () => {
    const [name, events] = [streamName(), newEvents(5_000)];
    const subscription = store.subscribeToAll();
    const seen: string[] = [];
    let isBehind = false;
    const reading = (async () => {
      for await (const batch of subscription) {
        seen.push(...idsOf(batch.events));
        if (batch.caughtUp && !isBehind) {
          isBehind = true;
          for (let first = 0; first < events.length; first += 500) await append(name, events.slice(first, first + 500));
        }
        if (seen.length >= events.length) break;
      }
    })();
    await reading;
    expect(seen).toEqual(idsOf(events));
  });

  it('a position that is none ends the iteration, since no retry mends it', async () => {
    const { position } = await append(streamName(), newEvents(1));
    await append(streamName(), newEvents(1));
    const reading = batchesUntil(store.subscribeToAll({ afterPosition: position + 1 }), () => false);
    await expect(reading).rejects.toMatchObject({ code: 'unavailable' });
  });
});
