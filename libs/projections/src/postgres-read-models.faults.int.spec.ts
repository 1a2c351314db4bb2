import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../../../test/support/postgres-server.ts';
import { TcpGate } from '../../../test/support/tcp-gate.ts';
import pg from 'pg';
import { BatchProjection } from './batch-projection.ts';
import { ledgerQueries } from './ledger-queries.ts';
import { CopyIn, copyStatement } from './postgres-copy.ts';
import { Projector } from './projector.ts';
import { openReadModels } from './read-models.ts';
import { rebuildReadModels } from './rebuild.ts';
import { LedgerLog, uuid } from './testing/ledger-events.ts';
import { MemoryEventStore } from './testing/memory-event-store.ts';
import { dumpOf } from './testing/read-model-dump.ts';
import { TEST_CLOCKS, testProjections } from './testing/clock-world.ts';

const ANN = uuid(11);
const STALL_MS = 400;
/** A busy machine, in milliseconds. */
const PATIENCE_MS = 10_000;

const server = new PostgresServer();
const describePostgres = await describeOnPostgres();

describePostgres('read models on PostgreSQL in trouble', () => {
  let place: { readonly connectionString: string; readonly schema: string };
  let eventStore: MemoryEventStore;
  let log: LedgerLog;
  const closing: (() => Promise<unknown>)[] = [];
  beforeAll(() => server.start(), POSTGRES_START_TIMEOUT_MS);
  afterAll(() => server.stop());
  beforeEach(() => {
    place = { connectionString: server.url, schema: server.newSchema('read_models') };
    eventStore = new MemoryEventStore();
    log = new LedgerLog(eventStore);
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
    await server.dropSchema(place.schema);
  });

  const open = async (mode: 'read' | 'write', options: object = {}) => {
    const database = await openReadModels({ ...place, stallTimeoutMs: STALL_MS, ...options, mode });
    closing.push(() => database.close());
    return database;
  };
  const project = async () => {
    const database = await open('write');
    const projector = new Projector({ projections: testProjections(), eventStore, database });
    closing.push(() => projector.close());
    const run = projector.run();
    const reached = await ledgerQueries(database).position.waitForPosition(
      eventStore.events.at(-1)?.position ?? 0,
      5_000,
    );
    expect(reached).toBe(true);
    return { projector, database, stop: () => projector.close().then(() => run) };
  };
  const dump = async () => dumpOf(await open('read'));
  const gate = async () => {
    const between = await TcpGate.before(server.url);
    closing.push(() => between.close());
    return between;
  };

  it('tells a reader that there are none yet, and that those of another version must be rebuilt', async () => {
    await expect(open('read')).rejects.toMatchObject({ code: 'unavailable' });
    const writer = await open('write');
    await expect(open('read')).rejects.toMatchObject({ code: 'rebuildNeeded' });
    await new Projector({ projections: testProjections(), eventStore, database: writer }).prepare();
    await open('read');
    await server.execute(`update ${place.schema}.projection_versions set version = 99 where name = 'records'`);
    await expect(open('read')).rejects.toMatchObject({ code: 'rebuildNeeded' });
  });

  it('lets a reader change nothing', async () => {
    log.collected(ANN);
    await (await project()).stop();
    const reader = await open('read');
    await expect(reader.query.deleteFrom('records').execute()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('makes tables once for many writers at once', async () => {
    const writers = await Promise.all(Array.from({ length: 5 }, () => open('write')));
    await Promise.all(
      writers.map((database) => new Projector({ projections: testProjections(), eventStore, database }).prepare()),
    );
    expect((await dump())['projection_progress']).toEqual(['{"id":1,"position":null}']);
  });

  it('lets one lead, and the next when that one is closed', async () => {
    const [first, second] = [await open('write'), await open('write')];
    const aborting = new AbortController();
    await first.lead(aborting.signal);
    const roles: string[] = [];
    const waiting = second.lead(aborting.signal).then(() => roles.push('second'));
    await wait(800);
    expect(roles).toEqual([]);
    await first.close();
    await waiting;
    expect(roles).toEqual(['second']);

    const third = await open('write');
    const given = third.lead(aborting.signal);
    aborting.abort();
    await given;
    await expect(third.transaction(async () => undefined)).rejects.toMatchObject({ code: 'locked' });
  });

  it('stores nothing of a leader that stalled in the middle of a transaction, once another leads', async () => {
    const first = log.collected(ANN);
    const second = log.collected(ANN);
    const { signal } = new AbortController();
    const stalling = await open('write');
    await new Projector({ projections: testProjections(), eventStore, database: stalling }).prepare();
    await stalling.lead(signal);
    const next = await open('write');
    const stalled = {
      name: 'stalled',
      version: 1,
      createTables: () => Promise.resolve(),
      project: () => next.lead(signal),
    };
    const batches = (projections: ReturnType<typeof testProjections>, database = stalling) =>
      new BatchProjection({ database, projections, attemptsMax: 1 });

    const late = batches([...testProjections(), stalled]).apply([first], first.position);
    await expect(late).rejects.toMatchObject({ code: 'unavailable' });
    await batches(testProjections(), next).apply([first], first.position);
    const before = await dump();
    const afterwards = batches(testProjections()).apply([first, second], second.position);
    await expect(afterwards).rejects.toMatchObject({ code: 'locked' });

    expect(await dump()).toEqual(before);
    expect(before['records']).toHaveLength(1);
  });

  it('takes over from a leader that stalled while it was sending rows', async () => {
    const standby = await open('write');
    await new Projector({ projections: testProjections(), eventStore, database: standby }).prepare();
    const stalled = new pg.Client({ connectionString: server.url });
    stalled.on('error', () => {});
    await stalled.connect();
    closing.push(() => stalled.end());
    const name = `personal-data-ledger read models ${place.schema}`;
    await stalled.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    await stalled.query(`begin; set search_path = ${place.schema}`);
    // Its rows never come.
    const copy = new CopyIn(
      copyStatement({ table: 'record_kind_recipients', columns: ['kind_id', 'recipient_id'] }),
      '',
    );
    copy.handleCopyInResponse = () => {};
    stalled.query(copy);
    const ended = copy.done.catch((error: { readonly code?: string }) => error.code);

    await standby.lead(AbortSignal.timeout(PATIENCE_MS));
    await standby.transaction(async () => undefined);
    // `admin_shutdown`
    expect(await ended).toBe('57P01');
  });

  it('goes on where it was after the server was gone', async () => {
    const between = await gate();
    const connectionString = server.urlThrough(between.port);
    log.collected(ANN);
    const database = await open('write', { connectionString });
    const retries: string[] = [];
    const projector = new Projector({
      projections: testProjections(),
      eventStore,
      database,
      onRetry: ({ code }) => retries.push(code),
    });
    closing.push(() => projector.close());
    await projector.prepare();
    const run = projector.run();
    const { position, history } = ledgerQueries(await open('read', { connectionString }));
    expect(await position.waitForPosition(eventStore.events[0]?.position ?? 0, PATIENCE_MS)).toBe(true);

    between.cut();
    const last = log.collected(ANN);
    await expect(ledgerQueries(database).position.position()).rejects.toMatchObject({ code: 'unavailable' });
    while (retries.length === 0) await wait(20);
    between.open();

    expect(await position.waitForPosition(last.position, PATIENCE_MS)).toBe(true);
    expect((await history.page({ subjectId: ANN })).entries).toHaveLength(2);
    await projector.close();
    await run;
  });

  it('waits no longer than it was told for a server that hangs', async () => {
    log.collected(ANN);
    await (await project()).stop();
    const between = await gate();
    const reader = await open('read', {
      connectionString: server.urlThrough(between.port),
      connectTimeoutMs: 500,
      statementTimeoutMs: 500,
    });
    between.freeze();
    const begun = performance.now();
    await expect(ledgerQueries(reader).position.position()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(
      open('read', { connectionString: server.urlThrough(between.port), connectTimeoutMs: 500 }),
    ).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(performance.now() - begun).toBeLessThan(PATIENCE_MS);
    between.open();
    await ledgerQueries(reader).position.position();
  });

  it('is replaced at once by a rebuild, which readers follow, and a projector goes on from there', async () => {
    for (let n = 0; n < 12; n += 1) log.collected(ANN);
    await (await project()).stop();
    for (const close of closing.splice(0).reverse()) await close();
    const reader = await open('read');
    const before = await dumpOf(reader);
    await server.execute(`delete from ${place.schema}.records where position > 0`);

    expect(await rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, ...place })).toEqual({ events: 12, parked: 0 });
    expect(await dumpOf(reader)).toEqual(before);
    log.collected(ANN);
    await (await project()).stop();
    expect((await dump())['records']).toHaveLength(13);
    expect(await server.execute('select 1 from pg_namespace where nspname = $1', [`${place.schema}_rebuild`])).toEqual(
      [],
    );
  });

  it('is left as it was by a rebuild that fails half-way, and never rebuilt beside a projector', async () => {
    log.collected(ANN);
    const { stop, database } = await project();
    await expect(rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, ...place })).rejects.toMatchObject({
      code: 'locked',
    });
    await stop();
    await database.close();
    const before = await dump();
    const failing = rebuildReadModels({
      clocks: TEST_CLOCKS,
      eventStore,
      ...place,
      onProgress: () => {
        throw new Error('stopped');
      },
    });
    await expect(failing).rejects.toThrow('stopped');
    expect(await dump()).toEqual(before);

    await server.execute(`create schema ${place.schema}_rebuild create table left_behind (x int)`);
    expect(await rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, ...place })).toEqual({ events: 1, parked: 0 });
    expect(await dump()).toEqual(before);
  });
});
