import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { collected, idsOf, newEvents, refusalOf, streamName } from '../conformance/adapter-under-test.ts';
import type { Appended, StreamAppend } from '../event-store.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';
import { DoubleServer } from './fault-double/double-server.ts';

const appendTo = (name: string): StreamAppend => ({
  streamName: name,
  expectedRevision: 'noStream',
  events: newEvents(2),
});

describe("Clusters of EventStoreDB, played by the fault double (no real server: proves the adapter's handling)", () => {
  let first: DoubleServer;
  let second: DoubleServer;
  let store: EventStoreDbEventStore | undefined;

  beforeEach(async () => {
    first = new DoubleServer();
    second = new DoubleServer({ log: first.log });
    await Promise.all([first.start(), second.start()]);
  });
  afterEach(async () => {
    await store?.close();
    store = undefined;
    await Promise.all([first.stop(), second.stop()]);
  });

  const open = async (connectionString: string): Promise<EventStoreDbEventStore> => {
    store = await EventStoreDbEventStore.open({ connectionString, callTimeoutMs: 1_000 });
    return store;
  };
  const untilAnswered = async (opened: EventStoreDbEventStore, append: StreamAppend): Promise<Appended> => {
    for (let attempt = 1; attempt < 10; attempt++) {
      if ((await refusalOf(opened.append(append))) === 'appended') break;
    }
    return opened.append(append);
  };

  it.each([true, false])(
    'a leader change is followed (batch appends known: %p), and nothing is doubled',
    async (known) => {
      first.faults.isBatchAppendKnown = second.faults.isBatchAppendKnown = known;
      const opened = await open(`esdb://127.0.0.1:${first.port}?tls=false`);
      const [before, after] = [appendTo(streamName()), appendTo(streamName())];
      await opened.append(before);
      first.faults.leaderPort = second.port;
      expect(await refusalOf(opened.append(after))).toMatchObject({ code: 'outcomeUnknown' });
      expect((await untilAnswered(opened, after)).revision).toBe(1);
      for (const { streamName: name, events } of [before, after]) {
        expect(idsOf(await collected(opened.readStream(name)))).toEqual(idsOf(events));
      }
      // The new leader goes too, and the first one is back.
      first.faults.leaderPort = undefined;
      await second.stop();
      const last = appendTo(streamName());
      expect((await untilAnswered(opened, last)).revision).toBe(1);
    },
  );

  it('a read is sent to the leader too', async () => {
    const opened = await open(`esdb://127.0.0.1:${first.port}?tls=false`);
    const append = appendTo(streamName());
    await opened.append(append);
    first.faults.leaderPort = second.port;
    await refusalOf(opened.lastPosition());
    expect(idsOf(await collected(opened.readStream(append.streamName)))).toEqual(idsOf(append.events));
  });

  it.each(['esdb+discover://127.0.0.1:PORT', 'esdb://127.0.0.1:PORT,127.0.0.1:OTHER'])(
    '%s finds the leader by gossip',
    async (hosts) => {
      first.faults.leaderPort = second.port;
      const address = hosts.replace('PORT', String(first.port)).replace('OTHER', String(second.port));
      const opened = await open(`${address}?tls=false`);
      expect((await opened.append(appendTo(streamName()))).revision).toBe(1);
    },
  );

  it('a cluster that is found only later is used when it is there', async () => {
    const { port } = first;
    await first.stop();
    const opened = await open(`esdb+discover://127.0.0.1:${port}?tls=false&maxDiscoverAttempts=2`);
    const append = appendTo(streamName());
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await refusalOf(opened.append(append))).toMatchObject({ code: 'unavailable' });
      expect(await refusalOf(opened.lastPosition())).toMatchObject({ code: 'unavailable' });
    }
    await first.start();
    expect((await untilAnswered(opened, append)).revision).toBe(1);
    expect(await opened.lastPosition()).toBeGreaterThan(0);
  });
});
