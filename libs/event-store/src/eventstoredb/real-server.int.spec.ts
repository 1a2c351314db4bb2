import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { TcpGate } from '../../../../test/support/tcp-gate.ts';
import { collected, newEvents, refusalOf, streamName } from '../conformance/adapter-under-test.ts';
import { InsistentEventStore } from '../conformance/insistent-event-store.ts';
import { describeRecovering } from '../conformance/recovering.conformance.ts';
import { describeEventStore } from '../event-store.conformance.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';

const IMAGE = 'eventstore/eventstore:24.10';
const PORT = 2113;
/** Pulling an image over a slow line, in milliseconds. */
const START_MS_MAX = 180_000;
/** A server that others restart meanwhile is away for some seconds. */
const TEST_MS_MAX = 60_000;
const LOOK_EVERY_MS = 50;

const givenUrl = process.env['EVENTSTORE_URL'];
const hasDocker =
  givenUrl === undefined &&
  (await getContainerRuntimeClient().then(
    () => true,
    () => false,
  ));
/** A gate can stand before one node without TLS only; before others the outages are those that somebody else makes. */
const canBeGated = givenUrl === undefined || /^esdb:\/\/[^/?,@]+\/?\?(?:.*&)?tls=false(?:&|$)/i.test(givenUrl);

let container: StartedTestContainer | undefined;
let connectionString = givenUrl ?? '';
const insistent: InsistentEventStore[] = [];

async function open(): Promise<InsistentEventStore> {
  const openInner = () => EventStoreDbEventStore.open({ connectionString });
  const store = new InsistentEventStore(await openInner(), openInner);
  insistent.push(store);
  return store;
}

/** Whether nobody listened for a moment: looks at it from beside, not with the client. */
function watched(address: string): { readonly wasAway: () => boolean; readonly end: () => void } {
  const { hostname, port } = new URL(address.replace(/^esdb(?:\+discover)?:/, 'http:').replace(/,[^/?]*/, ''));
  let wasAway = false;
  const timer = setInterval(() => {
    const socket = connect(Number(port || PORT), hostname, () => socket.destroy());
    socket.on('error', () => (wasAway = true));
  }, LOOK_EVERY_MS);
  return { wasAway: () => wasAway, end: () => clearInterval(timer) };
}

function define(): void {
  let watch: ReturnType<typeof watched> | undefined;
  beforeAll(async () => {
    if (givenUrl === undefined) {
      container = await new GenericContainer(IMAGE)
        .withEnvironment({
          EVENTSTORE_INSECURE: 'true',
          EVENTSTORE_MEM_DB: 'true',
          EVENTSTORE_TELEMETRY_OPTOUT: 'true',
        })
        .withExposedPorts(PORT)
        .withWaitStrategy(Wait.forHttp('/health/live', PORT).forStatusCode(204))
        .start();
      connectionString = `esdb://${container.getHost()}:${container.getMappedPort(PORT)}?tls=false`;
    }
    watch = watched(connectionString);
  }, START_MS_MAX);
  afterAll(async () => {
    watch?.end();
    await container?.stop();
  });

  describeEventStore('EventStoreDB adapter', async () => {
    let store = await open();
    const reopen = async (): Promise<InsistentEventStore> => {
      await store.close();
      store = await open();
      return store;
    };
    return { store, reopen, close: () => store.close() };
  });

  it('answered at once, or went away meanwhile', () => {
    const repeats = insistent.reduce((sum, store) => sum + store.repeats, 0);
    if (watch?.wasAway() === true) process.stderr.write(`The server was restarted: ${repeats} calls were repeated.\n`);
    else expect(repeats).toBe(0);
  });

  describe(canBeGated ? 'when its connections are cut' : 'when others restart it (no gate can stand before it)', () => {
    let gate: TcpGate | undefined;
    let store: EventStoreDbEventStore;
    beforeAll(async () => {
      if (canBeGated) gate = await TcpGate.before(connectionString.replace(/^esdb:/, 'http:'));
      const through = gate === undefined ? connectionString : `esdb://127.0.0.1:${gate.port}?tls=false`;
      store = await EventStoreDbEventStore.open({ connectionString: through });
    });
    afterAll(async () => {
      await store.close();
      await gate?.close();
    });
    describeRecovering(
      () => store,
      () => ({ begin: async () => gate?.cut(), end: async () => gate?.open() }),
    );
  });
}

function defineRefusals(url: string): void {
  const wrongUrl = url.replace(/^(esdb(?:\+discover)?:\/\/[^:@/]+):[^@/]*@/, '$1:not-the-password@');
  const isTried = wrongUrl !== url;
  const untried = isTried ? '' : ' (NOT TRIED: EVENTSTORE_URL has no credentials)';
  (isTried ? describe : describe.skip)(`Credentials on a real EventStoreDB${untried}`, () => {
    it('are refused when they are wrong, also to a subscription', async () => {
      const store = await EventStoreDbEventStore.open({ connectionString: wrongUrl });
      const refused = { code: 'unavailable', actualRevision: undefined };
      const append = { streamName: streamName(), expectedRevision: 'noStream' as const, events: newEvents(1) };
      expect(await refusalOf(store.append(append))).toEqual(refused);
      expect(await refusalOf(store.lastPosition())).toEqual(refused);
      expect(await refusalOf(collected(store.subscribeToAll()))).toEqual(refused);
      await store.close();
    });
  });
}

jest.setTimeout(TEST_MS_MAX);

if (givenUrl !== undefined) {
  describe('a real EventStoreDB (EVENTSTORE_URL)', define);
  defineRefusals(givenUrl);
} else if (hasDocker) describe(`a real EventStoreDB (container ${IMAGE})`, define);
else {
  const reason = 'EVENTSTORE_URL is not set and no Docker engine answers';
  describe.skip(`EventStoreDB adapter on a real EventStoreDB: only the fault double stood in for one (${reason})`, () => {
    it('is an event store', () => undefined);
  });
}
