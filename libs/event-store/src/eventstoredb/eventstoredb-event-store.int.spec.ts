import { afterAll, beforeAll, describe } from '@jest/globals';
import { describeEventStore } from '../event-store.conformance.ts';
import type { OpenedStore } from '../event-store.conformance.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';
import { RunningDouble } from './fault-double/running-double.ts';

let double: RunningDouble;
beforeAll(async () => {
  double = await RunningDouble.start();
});
afterAll(() => double.end());

const openStore = async (): Promise<OpenedStore> => {
  const { connectionString } = double;
  let store = await EventStoreDbEventStore.open({ connectionString });
  const reopen = async (): Promise<EventStoreDbEventStore> => {
    await store.close();
    store = await EventStoreDbEventStore.open({ connectionString });
    return store;
  };
  return { store, reopen, close: () => store.close() };
};

const AGAINST = "against the fault double (no real server: proves the adapter's handling, not the database)";

describeEventStore(`EventStoreDB adapter ${AGAINST}`, openStore);

describe('without batch appends, as of servers before 21.10', () => {
  beforeAll(() => double.set({ isBatchAppendKnown: false }));
  describeEventStore(`EventStoreDB adapter ${AGAINST}`, openStore);
});
