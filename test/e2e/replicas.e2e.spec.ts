import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { definitions } from '#libs/domain';
import { EventStoreDbEventStore } from '#libs/event-store';
import { EVENT_LOG_TITLE } from '../support/event-log-server.ts';
import { eventIdsOf, sameReceipt } from '../support/ingestion-round.ts';
import { InsistentClient } from '../support/insistent-client.ts';
import type { LedgerCaller } from '../support/ledger-caller.ts';
import type { LedgerProcess } from '../support/ledger-process.ts';
import { LedgerReplicas } from '../support/ledger-replicas.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../support/postgres-server.ts';
import { CONTROLLERS, RECIPIENTS, ReportGenerator, type GeneratedReport } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import type { RecordReceipt } from '../support/wire.ts';

/** "Within seconds": two looks of those who wait, and a busy machine. Milliseconds. */
const TAKEOVER_MS_MAX = 8_000;
/** A key is believed for a second without looking again; the rest is for the projection. Milliseconds. */
const REVOKED_MS_MAX = 2_000;
const WRITER_COUNT = 8;
const ROUND_COUNT = 30;
const STORM_REQUEST_COUNT = 200;
const STORM_TIMES = 3;

jest.setTimeout(120_000);

const seed = testSeed('replicas');
const random = new SeededRandom(seed);
const generator = new ReportGenerator(random);
const server = new PostgresServer();
const describeReplicas = await describeOnPostgres();

interface Stored {
  readonly id: string;
  readonly position: number;
  readonly revision: number;
  readonly type: string;
}

const essence = ({ id, position, revision, type }: Stored): Stored => ({ id, position, revision, type });

/** Few people, so that writers meet in the same streams, through different processes. */
const aboutSomebody = (source: string): GeneratedReport =>
  generator.aboutPerson({
    source,
    subject: { identifiers: [{ scheme: 'userId', value: `person-${random.below(25)}` }] },
  });

/** Places at which two lists differ, the first few of them: whole lists would bury what is wrong. */
const differences = (one: readonly Stored[], other: readonly Stored[]): unknown[] =>
  Array.from({ length: Math.max(one.length, other.length) }, (_none, place) => [one[place], other[place]])
    .filter((pair) => !isDeepStrictEqual(...(pair as [Stored, Stored])))
    .slice(0, 5);

const repeated = (ids: readonly string[]): string[] => [
  ...[...Map.groupBy(ids, (id) => id)].flatMap(([id, all]) => (all.length > 1 ? [id] : [])),
];

describeReplicas(`two API processes and two projectors on PostgreSQL and ${EVENT_LOG_TITLE} (seed ${seed})`, () => {
  let replicas: LedgerReplicas;
  let apis: LedgerProcess[];
  let projectors: LedgerProcess[];
  /** The first answer to each report of any test. */
  const acknowledged = new Map<GeneratedReport, RecordReceipt>();

  const callers = (): readonly LedgerCaller[] => apis.map(({ caller }) => caller);
  const one = (): LedgerCaller => (apis[0] as LedgerProcess).caller;
  const other = (): LedgerCaller => (apis[1] as LedgerProcess).caller;

  beforeAll(async () => {
    await server.start();
    replicas = await LedgerReplicas.prepare(server);
    // The first leads for sure; the second waits.
    projectors = [await replicas.start('projector')];
    const [api, again, projector] = await Promise.all(
      (['api', 'api', 'projector'] as const).map((role) => replicas.start(role)),
    );
    apis = [api as LedgerProcess, again as LedgerProcess];
    projectors.push(projector as LedgerProcess);
    await replicas.untilProjected(replicas.logStart);
    for (const id of CONTROLLERS) await one().registerController(id);
    for (const id of RECIPIENTS) await other().registerRecipient(id);
  }, POSTGRES_START_TIMEOUT_MS);
  afterAll(() => replicas?.end());

  /** The first answer is kept, every other one must be the same. */
  function acknowledge(reports: readonly GeneratedReport[], receipts: readonly RecordReceipt[]): void {
    reports.forEach((report, place) => {
      const receipt = receipts[place] as RecordReceipt;
      const first = acknowledged.get(report);
      if (first === undefined) acknowledged.set(report, receipt);
      else if (!sameReceipt(first, receipt)) {
        throw new Error(`Two answers to one report: ${JSON.stringify([first, receipt])}`);
      }
    });
  }

  /** Whether it came into the log by this run. */
  const isNew = (position: number): boolean => position > (replicas.logStart ?? -1);

  /** What the log holds about people, read beside the service: the truth. */
  async function inLog(): Promise<Stored[]> {
    const store = await EventStoreDbEventStore.open({ connectionString: replicas.eventLog.url });
    const found: Stored[] = [];
    const from = replicas.logStart === undefined ? {} : { fromPosition: replicas.logStart };
    try {
      for await (const event of store.readAll(from)) {
        if (!isNew(event.position)) continue;
        if (definitions.has(event.type) && event.streamName.startsWith('dataSubject-')) found.push(essence(event));
      }
    } finally {
      await store.close();
    }
    return found;
  }

  /**
   * What the read model holds of that, once it has come so far. Beside the service as well: an export is an event for each
   * person in it, and on a server with the log of earlier runs that is everybody they ever reported about.
   */
  async function projectedUpTo(last: number): Promise<Stored[]> {
    await replicas.untilProjected(last);
    const rows = await replicas.query<{ id: string; position: string; revision: number; type: string }>(
      `select r.event_id as id, r.position, r.revision, k.type
       from read_models.records r join read_models.record_kinds k on k.id = r.kind_id
       where r.position > ${replicas.logStart ?? -1} and r.position <= ${last} and k.stream_category = 'dataSubject'
       order by r.position`,
    );
    return rows.map((row) => ({ ...row, position: Number(row.position), revision: Number(row.revision) }));
  }

  /** Log and read model agree, each acknowledged record is there once, and nothing was set aside as a repetition. */
  async function expectEverythingOnce(): Promise<void> {
    const log = await inLog();
    const last = log.at(-1)?.position ?? 0;
    const projected = await projectedUpTo(last);
    expect(differences(projected, log)).toEqual([]);
    const ids = log.map(({ id }) => id);
    expect(repeated(ids)).toEqual([]);
    const known = new Set(ids);
    const lost = [...acknowledged.values()].flatMap(eventIdsOf).filter((id) => !known.has(id));
    expect(lost).toEqual([]);
    // Others may write to a real server as well; what they write is of types that the ledger does not know.
    const parked = await replicas.query<{ readonly type: string }>('select type from read_models.parked_events');
    expect(parked.filter(({ type }) => definitions.has(type))).toEqual([]);
  }

  /** Which session of the database may write the read models: that of the projector that leads. */
  async function leader(): Promise<number | undefined> {
    const [row] = await replicas.query<{ readonly pid: number }>(
      `select l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and l.granted and a.datname = current_database()
         and a.application_name = 'personal-data-ledger read models (write)'`,
    );
    return row?.pid;
  }

  /** Kills the projector that leads. @returns milliseconds until another one does. */
  async function killLeader(projector: LedgerProcess): Promise<number> {
    const before = await leader();
    expect(before).toEqual(expect.any(Number));
    await projector.kill();
    const started = performance.now();
    for (let now = await leader(); now === undefined || now === before; now = await leader()) {
      if (performance.now() - started > 10 * TAKEOVER_MS_MAX) throw new Error('Nobody took over.');
      await wait(50);
    }
    return performance.now() - started;
  }

  it('loses nothing and applies nothing twice when one of each is killed, and the other projector takes over', async () => {
    const client = new InsistentClient(callers, random);
    let rounds = 0;
    const write = async (): Promise<void> => {
      for (let round = 0; round < ROUND_COUNT; round++) {
        const reports = Array.from({ length: 1 + random.below(12) }, () => aboutSomebody('/killed'));
        acknowledge(reports, await client.send(reports));
        rounds += 1;
      }
    };
    const kill = async (): Promise<number> => {
      const half = (WRITER_COUNT * ROUND_COUNT) / 2;
      while (rounds < half) await wait(5);
      const [takenOverMs] = await Promise.all([
        killLeader(projectors[0] as LedgerProcess),
        (apis[1] as LedgerProcess).kill(),
      ]);
      return takenOverMs;
    };
    const [takenOverMs] = await Promise.all([kill(), ...Array.from({ length: WRITER_COUNT }, write)]);
    expect(takenOverMs).toBeLessThan(TAKEOVER_MS_MAX);
    expect(client.unansweredCount).toBeGreaterThan(0);
    await expectEverythingOnce();

    apis[1] = await replicas.start('api');
    projectors[0] = await replicas.start('projector');
    expect(await killLeader(projectors[1] as LedgerProcess)).toBeLessThan(TAKEOVER_MS_MAX);
    projectors[1] = await replicas.start('projector');
    await expectEverythingOnce();
  });

  it('makes one event of a record that is sent to both at once, and gives both the first answer', async () => {
    for (let round = 0; round < 40; round++) {
      // A new person each time: both processes meet somebody unknown.
      const report = generator.aboutPerson({ source: '/at-once' });
      const answers = await Promise.all(callers().map((caller) => caller.report(report)));
      expect(answers.map(({ status }) => status)).toEqual([201, 201]);
      for (const answer of answers) acknowledge([report], [answer.json<RecordReceipt>()]);
    }
    await expectEverythingOnce();
  });

  it('refuses at one what has other content under an id recorded at the other', async () => {
    const report = generator.report('AccountCancelled', { source: '/other-content', data: { requestedBy: 'subject' } });
    const { position } = await one().recorded(report);
    await other().searchPage({ atLeast: position, limit: 1 });
    const changed = { ...report, data: { requestedBy: 'controller' } };
    expect((await other().report(changed)).refusal).toEqual([409, 'contentConflict']);
    const another = { ...report, subject: { identifiers: [{ scheme: 'userId', value: 'somebody-else' }] } };
    expect((await other().report(another)).refusal).toEqual([409, 'contentConflict']);
  });

  it('knows a key made at one at the other, and refuses it there soon after it is revoked', async () => {
    const key = await one().newKey({ name: 'Warehouse', roles: ['emitter'], controllers: ['kamoer'] });
    const use = () => other().report(generator.aboutPerson({ source: '/keys' }), key.token);
    expect((await use()).status).toBe(201);
    const revoked = await one().call(`/v1/keys/${key.keyId}`, { method: 'DELETE', as: 'admin' });
    expect(revoked.status).toBeLessThan(300);
    const since = performance.now();
    let status: number;
    do status = (await use()).status;
    while (status === 201 && performance.now() - since < 5 * REVOKED_MS_MAX);
    expect(status).toBe(401);
    expect(performance.now() - since).toBeLessThan(REVOKED_MS_MAX);
  });

  it(`records each once in a storm that sends every request ${STORM_TIMES} times, through a kill and a restart`, async () => {
    const requests = Array.from({ length: STORM_REQUEST_COUNT }, () =>
      Array.from({ length: random.chance(0.5) ? 1 : 1 + random.below(20) }, () => aboutSomebody('/storm')),
    );
    const storm = random.shuffled(Array.from({ length: STORM_TIMES }, () => requests).flat());
    const client = new InsistentClient(callers, random);
    const half = storm.length / 2;
    let restart = Promise.resolve();
    const write = async (): Promise<void> => {
      for (let reports = storm.pop(); reports !== undefined; reports = storm.pop()) {
        if (storm.length === Math.floor(half)) restart = killAndRestart();
        acknowledge(reports, await client.send(reports));
      }
    };
    const killAndRestart = async (): Promise<void> => {
      await apis[1]?.kill();
      apis[1] = await replicas.start('api');
    };
    await Promise.all(Array.from({ length: WRITER_COUNT }, write));
    await restart;
    // Again, after everything is projected, and through the process that has not seen most of it.
    for (const reports of random.shuffled(requests).slice(0, 50)) {
      const receipts = await new InsistentClient(() => [other()], random).send(reports);
      acknowledge(reports, receipts);
    }
    await expectEverythingOnce();
    const log = await inLog();
    const records = log.filter(({ type }) => definitions.get(type)?.family === 'processing').map(({ id }) => id);
    const storms = requests.flat().flatMap((report) => eventIdsOf(acknowledged.get(report) as RecordReceipt));
    expect(records.filter((id) => storms.includes(id))).toHaveLength(storms.length);
  });
});
