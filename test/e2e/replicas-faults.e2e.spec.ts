import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { EVENT_LOG_TITLE, FREEZE_REFUSAL } from '../support/event-log-server.ts';
import { InsistentClient } from '../support/insistent-client.ts';
import type { Answer, LedgerCaller } from '../support/ledger-caller.ts';
import type { LedgerProcess } from '../support/ledger-process.ts';
import { LedgerReplicas } from '../support/ledger-replicas.ts';
import { describeOnPostgres } from '../support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../support/postgres-server.ts';
import { CONTROLLERS, RECIPIENTS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import type { RecordReceipt } from '../support/wire.ts';

/** Three calls of the event store, one after the other, with 5,000 ms each, and a busy machine. Milliseconds. */
const ANSWER_MS_MAX = 20_000;

jest.setTimeout(90_000);

const seed = testSeed('replicas under faults');
const random = new SeededRandom(seed);
const generator = new ReportGenerator(random);
const server = new PostgresServer();
const describeReplicas = await describeOnPostgres();

describeReplicas(`an API process and a projector whose servers fail, on ${EVENT_LOG_TITLE} (seed ${seed})`, () => {
  let replicas: LedgerReplicas;
  let api: LedgerProcess;
  let caller: LedgerCaller;
  let client: InsistentClient;
  const newReport = () => generator.aboutPerson({ source: '/faults' });
  const somebody = newReport();

  beforeAll(async () => {
    await server.start();
    replicas = await LedgerReplicas.prepare(server);
    // At once: the one that answers finds no read models and waits for the one that makes them.
    const projector = replicas.start('projector');
    api = await replicas.start('api');
    await projector;
    await replicas.untilProjected(replicas.logStart);
    caller = api.caller;
    client = new InsistentClient(() => [caller], random);
    for (const id of CONTROLLERS) await caller.registerController(id);
    for (const id of RECIPIENTS) await caller.registerRecipient(id);
    await caller.recorded(somebody);
  }, POSTGRES_START_TIMEOUT_MS);
  afterAll(() => replicas?.end());

  async function timed(work: () => Promise<Answer>): Promise<{ readonly answer: Answer; readonly ms: number }> {
    const started = performance.now();
    return { answer: await work(), ms: performance.now() - started };
  }

  /** Sent again it is recorded once, and can be read: nobody had to restart anything. */
  async function expectRecovery(report: ReturnType<typeof newReport>): Promise<void> {
    const [receipt] = (await client.send([report])) as [RecordReceipt];
    expect(await client.send([report])).toEqual([receipt]);
    await api.untilReady();
    const page = await caller.historyPage(receipt.subjectId ?? '', { atLeast: receipt.position });
    expect(page.items.filter(({ id }) => id === receipt.id)).toHaveLength(1);
  }

  it('answers 503 with Retry-After while PostgreSQL is away, and recovers by itself', async () => {
    replicas.postgresGate.cut();
    const report = newReport();
    const calls = [
      () => caller.report(report),
      () => caller.report(somebody),
      () => caller.search({ limit: 1 }),
      () => caller.lookup('kamoer', ['userId', 'x']),
      () => caller.call('/readyz'),
    ];
    const answers = await Promise.all(calls.map(timed));
    expect(answers.map(({ answer }) => answer.refusal)).toEqual(calls.map(() => [503, 'unavailable']));
    expect(answers.filter(({ answer }) => !(Number(answer.headers.get('retry-after')) > 0))).toEqual([]);
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(ANSWER_MS_MAX);
    expect((await caller.call('/healthz')).status).toBe(200);

    replicas.postgresGate.open();
    await expectRecovery(report);
  });

  const itFrozen = FREEZE_REFUSAL === undefined ? it : it.skip;
  const unfrozen = FREEZE_REFUSAL === undefined ? '' : ` (NOT TRIED: ${FREEZE_REFUSAL})`;
  itFrozen(`answers in time while the event store is frozen, honestly, and recovers${unfrozen}`, async () => {
    const report = newReport();
    const fresh = newReport();
    await caller.recorded(report);
    const more = { ...report, sourceId: 'while-frozen' };
    replicas.eventLog.freeze();
    try {
      const answers = await Promise.all([() => caller.report(more), () => caller.report(fresh)].map(timed));
      expect(answers.map(({ answer }) => answer.status)).toEqual([503, 503]);
      // The stream of the first is known, so its append was sent, and nobody can say what became of it.
      expect(answers[0]?.answer.problem.code).toBe('outcomeUnknown');
      expect(['outcomeUnknown', 'unavailable']).toContain(answers[1]?.answer.problem.code);
      expect(answers.filter(({ answer }) => !(Number(answer.headers.get('retry-after')) > 0))).toEqual([]);
      expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(ANSWER_MS_MAX);
      expect((await timed(() => caller.call('/readyz'))).answer.status).toBe(503);
      expect((await caller.call('/healthz')).status).toBe(200);
    } finally {
      replicas.eventLog.thaw();
    }
    await expectRecovery(more);
    await expectRecovery(fresh);
  });
});
