import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newEvents, streamName } from '../conformance/adapter-under-test.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';
import { DoubleServer } from './fault-double/double-server.ts';

describe("One client per process (fault double, no real server: proves the adapter's handling)", () => {
  let server: DoubleServer;
  beforeEach(async () => {
    server = new DoubleServer();
    await server.start();
  });
  afterEach(() => server.stop());

  const append = () => ({ streamName: streamName(), expectedRevision: 'noStream' as const, events: newEvents(1) });

  it('is shared by stores with the same connection string, until the last one closes', async () => {
    const connectionString = `esdb://127.0.0.1:${server.port}?tls=false`;
    const [one, two] = [
      await EventStoreDbEventStore.open({ connectionString }),
      await EventStoreDbEventStore.open({ connectionString }),
    ];
    await one.append(append());
    await one.close();
    expect((await two.append(append())).revision).toBe(0);
    await two.close();
  });

  it('is refused to another connection string while it is in use, and given afterwards', async () => {
    const store = await EventStoreDbEventStore.open({ connectionString: 'esdb://ledger:secret@nowhere.invalid' });
    const connectionString = `esdb://127.0.0.1:${server.port}?tls=false`;
    const refused = EventStoreDbEventStore.open({ connectionString });
    await expect(refused).rejects.toMatchObject({ code: 'locked' });
    await expect(refused).rejects.not.toThrow(/secret|127\.0\.0\.1/);
    await store.close();
    const other = await EventStoreDbEventStore.open({ connectionString });
    expect((await other.append(append())).revision).toBe(0);
    await other.close();
  });

  it('is not kept by a connection string that cannot be used', async () => {
    const unusable = EventStoreDbEventStore.open({ connectionString: 'esdb://ledger:secret@localhost:port' });
    await expect(unusable).rejects.toMatchObject({ code: 'unavailable' });
    await expect(unusable).rejects.not.toHaveProperty('cause');
    await expect(unusable).rejects.not.toThrow('secret');
    const usable = await EventStoreDbEventStore.open({ connectionString: `esdb://127.0.0.1:${server.port}?tls=false` });
    await usable.close();
  });
});
