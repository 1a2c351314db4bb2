import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { describeEventStore } from '../event-store.conformance.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';

const IMAGE = 'eventstore/eventstore:24.10';
const PORT = 2113;
/** Pulling an image over a slow line, in milliseconds. */
const START_MS_MAX = 180_000;

const givenUrl = process.env['EVENTSTORE_URL'];
const hasDocker =
  givenUrl === undefined &&
  (await getContainerRuntimeClient().then(
    () => true,
    () => false,
  ));

let container: StartedTestContainer | undefined;
let connectionString = givenUrl ?? '';

function define(): void {
  beforeAll(async () => {
    if (givenUrl !== undefined) return;
    container = await new GenericContainer(IMAGE)
      .withEnvironment({ EVENTSTORE_INSECURE: 'true', EVENTSTORE_MEM_DB: 'true', EVENTSTORE_TELEMETRY_OPTOUT: 'true' })
      .withExposedPorts(PORT)
      .withWaitStrategy(Wait.forHttp('/health/live', PORT).forStatusCode(204))
      .start();
    connectionString = `esdb://${container.getHost()}:${container.getMappedPort(PORT)}?tls=false`;
  }, START_MS_MAX);
  afterAll(async () => {
    await container?.stop();
  });

  describeEventStore('EventStoreDB adapter', async () => {
    let store = await EventStoreDbEventStore.open({ connectionString });
    const reopen = async (): Promise<EventStoreDbEventStore> => {
      await store.close();
      store = await EventStoreDbEventStore.open({ connectionString });
      return store;
    };
    return { store, reopen, close: () => store.close() };
  });
}

if (givenUrl !== undefined) describe('a real EventStoreDB (EVENTSTORE_URL)', define);
else if (hasDocker) describe(`a real EventStoreDB (container ${IMAGE})`, define);
else {
  const reason = 'EVENTSTORE_URL is not set and no Docker engine answers';
  describe.skip(`EventStoreDB adapter on a real EventStoreDB: only the fault double stood in for one (${reason})`, () => {
    it('is an event store', () => undefined);
  });
}
