import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  collected,
  fromNow,
  idsOf,
  newEvent,
  newEvents,
  refusalOf,
  streamName,
} from './conformance/adapter-under-test.ts';
import type { OpenedStore, OpenStore } from './conformance/adapter-under-test.ts';
import { describeAppending } from './conformance/appending.conformance.ts';
import { describeReading } from './conformance/reading.conformance.ts';
import { describeRefusing } from './conformance/refusing.conformance.ts';
import { describeSubscribing } from './conformance/subscribing.conformance.ts';
import type { EventStore } from './event-store.ts';

export type { OpenedStore, OpenStore } from './conformance/adapter-under-test.ts';

/**
 * What every adapter of the port must do, called from its spec. Nothing here expects more than a real EventStoreDB
 * does: positions may have gaps, and the log may hold the events of others from before or written meanwhile.
 * `openStore` is called once for the suite, and once for each test that closes its store.
 */
export function describeEventStore(name: string, openStore: OpenStore): void {
  describe(`${name} as an event store`, () => {
    let opened: OpenedStore | undefined;
    const store = (): EventStore => {
      if (opened === undefined) throw new Error('The store under test was not opened');
      return opened.store;
    };
    beforeAll(async () => {
      opened = await openStore();
    });
    afterAll(() => opened?.close());

    describe('appending', () => describeAppending(store));
    describe('refusing', () => describeRefusing(store));
    describe('reading', () => describeReading(store));
    describe('subscribing', () => describeSubscribing(store));
    describe('closing', () => describeClosing(openStore));
  });
}

function describeClosing(openStore: OpenStore): void {
  it('finishes what it accepted, ends its subscriptions, then refuses', async () => {
    const { store, reopen, close } = await openStore();
    const subscription = store.subscribeToAll(await fromNow(store));
    const ended = collected(subscription);
    const names = Array.from({ length: 300 }, () => streamName());
    const appending = Promise.all(
      names.map((name) => store.append({ streamName: name, expectedRevision: 'noStream', events: [newEvent()] })),
    );
    const closing = store.close();
    expect((await appending).map((appended) => appended.revision)).toEqual(names.map(() => 0));
    await closing;
    await store.close();
    await ended;
    const closed = { code: 'closed', actualRevision: undefined };
    const late = { streamName: streamName(), expectedRevision: 'any' as const, events: [newEvent()] };
    expect(await refusalOf(store.append(late))).toEqual(closed);
    expect(await refusalOf(collected(store.readStream(streamName())))).toEqual(closed);
    expect(await refusalOf(collected(store.readAll()))).toEqual(closed);
    expect(await refusalOf(store.lastPosition())).toEqual(closed);
    expect(await refusalOf(Promise.resolve().then(() => collected(store.subscribeToAll())))).toEqual(closed);
    if (reopen !== undefined) {
      const again = await reopen();
      const kept = await Promise.all(names.map((name) => collected(again.readStream(name))));
      expect(kept.map((events) => events.length)).toEqual(names.map(() => 1));
    }
    await close();
  });

  it('keeps everything for the next opening, where revisions, positions and repeats go on', async () => {
    const { store, reopen, close } = await openStore();
    const first = { streamName: streamName(), expectedRevision: 'noStream' as const, events: newEvents(2) };
    const before = await store.append(first);
    const again = reopen === undefined ? store : await reopen();
    expect(await again.append(first)).toEqual(before);
    const next = await again.append({ streamName: first.streamName, expectedRevision: 1, events: [newEvent()] });
    expect(next.revision).toBe(2);
    expect(next.position).toBeGreaterThan(before.position);
    const stored = await collected(again.readStream(first.streamName, { maxCount: 2 }));
    expect(idsOf(stored)).toEqual(idsOf(first.events));
    await close();
  });
}
