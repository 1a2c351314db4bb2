import { afterAll, beforeAll } from '@jest/globals';
import { describeEventStore } from '../event-store.conformance.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';
import { RunningDouble } from './fault-double/running-double.ts';

let double: RunningDouble;
beforeAll(async () => {
  double = await RunningDouble.start();
});
afterAll(() => double.end());

describeEventStore(
  "EventStoreDB adapter against the fault double (no real server: proves the adapter's handling, not the database)",
  async () => {
    const { connectionString } = double;
    let store = await EventStoreDbEventStore.open({ connectionString });
    const reopen = async (): Promise<EventStoreDbEventStore> => {
      await store.close();
      store = await EventStoreDbEventStore.open({ connectionString });
      return store;
    };
    return { store, reopen, close: () => store.close() };
  },
);
