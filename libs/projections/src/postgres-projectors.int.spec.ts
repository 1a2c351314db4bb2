import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '#libs/event-store';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../../../test/support/postgres-server.ts';
import { SEED, randomNumbers } from './conformance/random-log.ts';
import { ledgerQueries } from './ledger-queries.ts';
import { PostgresReadModelDatabase } from './postgres-read-model-database.ts';
import { openReadModels } from './read-models.ts';
import { rebuildReadModels } from './rebuild.ts';
import { LedgerLog, uuid } from './testing/ledger-events.ts';
import { MemoryEventStore } from './testing/memory-event-store.ts';
import { ProjectorProcess } from './testing/projector-process.ts';
import { dumpOf } from './testing/read-model-dump.ts';
import { TEST_CLOCKS } from './testing/clock-world.ts';

/** Short, so that the test is; well above what a busy machine keeps a healthy process waiting. Milliseconds. */
const STALL_MS = 2_000;
/** "Within seconds": the stall, two polls, and a busy machine. Milliseconds. */
const TAKEOVER_MS = STALL_MS + 6_000;
const KILLS = 6;

const server = new PostgresServer();
const describePostgres = await describeOnPostgres();

describePostgres('projectors in several processes on one PostgreSQL', () => {
  let directory: string;
  let place: { readonly connectionString: string; readonly schema: string };
  let eventStore: EmbeddedEventStore;
  let log: LedgerLog;
  let memory: MemoryEventStore;
  let projectors: ProjectorProcess[];
  beforeAll(() => server.start(), POSTGRES_START_TIMEOUT_MS);
  afterAll(() => server.stop());
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'projectors-'));
    place = { connectionString: server.url, schema: server.newSchema('read_models') };
    eventStore = await EmbeddedEventStore.open({ directory });
    memory = new MemoryEventStore();
    log = new LedgerLog(memory);
    projectors = [];
  });
  afterEach(async () => {
    await Promise.all(projectors.map((projector) => projector.kill()));
    await eventStore.close();
    await server.dropSchema(place.schema);
    rmSync(directory, { recursive: true });
  });

  const start = () => {
    const projector = new ProjectorProcess([directory, place.connectionString, place.schema, String(STALL_MS)]);
    projectors.push(projector);
    return projector;
  };
  /** Some of everything that a projection treats in its own way. */
  const append = async (count: number) => {
    const from = memory.events.length;
    for (let n = 0; n < count; n += 1) {
      const at = from + n;
      if (at % 17 === 16) log.merged(uuid(20 + (at % 5)), uuid(30 + (at % 7)));
      else if (at % 13 === 12) log.searched([memory.events[0] ?? log.collected(uuid(1)), memory.events.at(-1)!]);
      else log.collected(uuid(20 + (at % 40)), { categories: [`pd:Category${String(at % 29)}`] });
    }
    const appends = memory.events.slice(from).map(({ streamName, id, type, data, metadata }) => ({
      streamName,
      expectedRevision: 'any' as const,
      events: [{ id, type, data, metadata }],
    }));
    await eventStore.appendMany(appends);
  };
  const reader = () => PostgresReadModelDatabase.open(place, 'read');
  const caughtUp = async () => {
    const database = await reader();
    const last = (await eventStore.lastPosition()) ?? 0;
    const reached = await ledgerQueries(database).position.waitForPosition(last, 30_000);
    await database.close();
    expect(reached).toBe(true);
  };
  /** What a rebuild makes of the log, and what the projectors made. `tally` would be too large if one applied twice. */
  const results = async () => {
    const rebuiltPlace = { file: join(directory, 'rebuilt.sqlite') };
    await rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, ...rebuiltPlace });
    const rebuilt = await openReadModels({ ...rebuiltPlace, mode: 'read' });
    const projected = await reader();
    const [expected, found] = [await dumpOf(rebuilt), await dumpOf(projected)];
    await rebuilt.close();
    await projected.close();
    const tally = await server.execute(`select events::int from ${place.schema}.tally`);
    // The processes have one projection more.
    delete expected['projection_versions'];
    delete found['projection_versions'];
    return {
      expected: { ...expected, tally: [{ events: memory.events.length }], parked_events: [] },
      found: { ...found, tally },
    };
  };
  const leaderOf = async (candidates: readonly ProjectorProcess[]) => {
    await Promise.race(candidates.map((projector) => projector.until(() => projector.role === 'leading', TAKEOVER_MS)));
    const leading = candidates.find((projector) => projector.role === 'leading');
    if (leading === undefined) throw new Error('Nobody leads.');
    return leading;
  };

  it(`lose nothing and apply nothing twice while leader after leader is killed (PROJECTIONS_SEED=${String(SEED)})`, async () => {
    const random = randomNumbers(SEED);
    let writing = true;
    const writer = (async () => {
      while (writing) {
        await append(1 + random(120));
        await wait(20);
      }
    })();
    start();
    for (let kill = 0; kill < KILLS; kill += 1) {
      start();
      const leader = await leaderOf(projectors.filter(({ isRunning }) => isRunning));
      const batches = leader.lines.length + 2 + random(10);
      await leader.until(() => leader.lines.length >= batches);
      await wait(random(15));
      await leader.kill();
    }
    writing = false;
    await writer;
    await caughtUp();

    const { expected, found } = await results();
    expect(found).toEqual(expected);
  }, 120_000);

  it('take over from one that is stopped, and fence it off when it wakes up', async () => {
    await append(200);
    const first = start();
    await first.until(() => first.role === 'leading');
    const second = start();
    await second.until(() => second.role === 'waiting');
    await append(300);
    await first.until(() => first.lines.length > 5);
    first.signal('SIGSTOP');
    await append(100);

    await second.until(() => second.role === 'leading', TAKEOVER_MS);
    await caughtUp();
    const toldBefore = first.lines.length;
    first.signal('SIGCONT');
    await append(100);
    await first.until(() => first.role === 'waiting');
    await caughtUp();
    // Lines that it had told in the pipe, at most, and nothing that it did after waking up.
    const afterWaking = first.lines.slice(toldBefore).filter((line) => 'events' in line && line.events > 0);
    expect(afterWaking.length).toBeLessThanOrEqual(1);
    expect(second.role).toBe('leading');

    await second.kill();
    await first.until(() => first.role === 'leading', TAKEOVER_MS);
    await append(50);
    await caughtUp();
    const { expected, found } = await results();
    expect(found).toEqual(expected);
  }, 90_000);
});
