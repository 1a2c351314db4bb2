import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import Database from 'better-sqlite3';
import type { Answer, BatchAnswer, LedgerCaller, LineAnswer } from '../support/ledger-caller.ts';
import { discard, LedgerProcess, newDataDir, within } from '../support/ledger-process.ts';
import { restarted, startRegisteredLedger } from '../support/registered-ledger.ts';
import { ReportGenerator, type GeneratedReport } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import type { RecordEntry, RecordReceipt } from '../support/wire.ts';

jest.setTimeout(120_000);

const LIMITS = {
  ...{ PDL_BODY_BYTES_MAX: '100000', PDL_BATCH_COUNT_MAX: '100', PDL_PAGE_COUNT_MAX: '50', PDL_NESTING_DEPTH_MAX: '9' },
  ...{ PDL_LAG_READY_MS_MAX: '100', PDL_AT_LEAST_TIMEOUT_MS: '2000' },
};
const NDJSON = { 'content-type': 'application/x-ndjson' };
const generator = new ReportGenerator(new SeededRandom(testSeed('operations')));

let ledger: LedgerProcess;
let caller: LedgerCaller;

beforeAll(async () => {
  ledger = await startRegisteredLedger(LIMITS);
  caller = ledger.caller;
});
afterAll(() => discard(ledger));

async function figure(name: string): Promise<number> {
  const { text } = await caller.call('/metrics', { as: 'admin' });
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return Number(line?.slice(name.length));
}

/** Asks until the answer is as wanted; gives up after half a minute. */
async function until(ask: () => Promise<Answer>, isWanted: (answer: Answer) => boolean): Promise<Answer> {
  for (const limit = Date.now() + 30_000; ;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > limit) throw new Error(`It stayed at ${answer.status}: ${answer.text}`);
  }
}
const ready = () => caller.call('/readyz');

describe('a ledger at work', () => {
  it('says that it is alive and which parts are ready', async () => {
    expect((await caller.call('/healthz')).json()).toEqual({ status: 'alive' });
    const { status, parts } = (await ready()).json<{ status: string; parts: readonly { part: string }[] }>();
    const names = parts.map(({ part }) => part).sort();
    expect([status, names]).toEqual(['ready', ['assessment', 'eventStore', 'projectionLag', 'readModels', 'vault']]);
  });

  it('counts records by what became of them, and requests by their route only', async () => {
    const counters = ['recorded', 'replayed', 'refused'].map((outcome) => `pdl_records_total{outcome="${outcome}"}`);
    await caller.report([generator.aboutPerson(), { nonsense: true }]);
    const before = await Promise.all(counters.map(figure));
    const report = generator.aboutPerson();
    await caller.report([report, report, {}, { ...report, sourceId: 'another' }]);
    const after = await Promise.all(counters.map(figure));
    expect(after.map((count, index) => count - (before[index] || 0))).toEqual([2, 1, 1]);
    const { text } = await caller.call('/metrics', { as: 'admin' });
    expect(text).toContain('route="/v1/records"');
    expect(text).toMatch(/^pdl_append_duration_seconds_count \d/m);
    expect((await caller.call('/metrics', { as: 'auditor' })).status).toBe(403);
  });

  it('goes on recording while the projection stands still, says so, and catches up', async () => {
    const readModels = new Database(join(ledger.dataDir, 'read-models.sqlite'));
    readModels.exec('BEGIN IMMEDIATE');
    try {
      const { position, subjectId = '' } = await caller.recorded(generator.aboutPerson());
      const behind = await until(ready, ({ status }) => status === 503);
      expect(behind.problem.errors).toEqual([expect.objectContaining({ pointer: '/parts/projectionLag' })]);
      const unseen = await caller.history(subjectId, { atLeast: position });
      expect([unseen.refusal, unseen.headers.get('retry-after')]).toEqual([[503, 'notYetProjected'], '1']);
      expect((await caller.report(generator.aboutPerson())).status).toBe(201);
      readModels.exec('ROLLBACK');
      await until(
        () => caller.history(subjectId, { atLeast: position }),
        ({ status }) => status === 200,
      );
      await until(ready, ({ status }) => status === 200);
      expect(await figure('pdl_projection_lag_events{projection="readModels"}')).toBeGreaterThanOrEqual(0);
    } finally {
      readModels.close();
    }
  });

  it('lets no second process at its data', async () => {
    const { code, text } = await LedgerProcess.refusal({ dataDir: ledger.dataDir });
    expect([code, text]).toEqual([78, expect.stringMatching(/another process|in use|locked|already/i)]);
    expect((await caller.report(generator.aboutPerson())).status).toBe(201);
  });
});

describe('every input is bounded', () => {
  const report = (): GeneratedReport => generator.report('AccountCancelled', { data: { requestedBy: 'subject' } });
  const detailed = (levels: number) => ({
    ...generator.report('SubjectAgeAsserted'),
    details: { 'pd:Age': JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`) as unknown },
  });

  it('the body', async () => {
    const body = JSON.stringify({ ...report(), padding: 'x'.repeat(100_001) });
    const headers = { 'content-type': 'application/json' };
    const refused = await caller.call('/v1/records', { as: 'emitter', body, headers });
    expect(refused.refusal).toEqual([413, 'bodyTooLarge']);
  });

  it('the batch', async () => {
    const reports = Array.from({ length: 101 }, report);
    expect((await caller.report(reports)).refusal).toEqual([413, 'batchTooLarge']);
    expect((await caller.report(reports.slice(1))).json<BatchAnswer>().recorded).toBe(100);
    expect((await caller.report([])).status).toBeLessThan(500);
  });

  it('the page', async () => {
    expect((await caller.search({ limit: 51 })).refusal).toEqual([400, 'invalidQuery']);
    const { results } = (await caller.report(Array.from({ length: 60 }, report))).json<BatchAnswer>();
    const atLeast = Math.max(...results.map((result) => result.position ?? 0));
    expect((await caller.searchPage({ atLeast })).items).toHaveLength(50);
  });

  it('the nesting, however deep', async () => {
    expect((await caller.report(detailed(5))).status).toBe(201);
    expect((await caller.report(detailed(9))).problem.errors).toEqual([expect.objectContaining({ code: 'tooDeep' })]);
    const deep = `${'['.repeat(40_000)}${']'.repeat(40_000)}`;
    const headers = { 'content-type': 'application/json' };
    for (const path of ['/v1/records', '/v1/keys', '/v1/subjects/lookup', '/v1/controllers']) {
      const as = { '/v1/records': 'emitter', '/v1/subjects/lookup': 'auditor' }[path] ?? 'admin';
      const answer = await caller.call(path, { as, headers, body: deep });
      expect([path, [207, 400, 422].includes(answer.status)]).toEqual([path, true]);
    }
  });

  it('the line of a stream, and not the stream', async () => {
    const lines = Array.from({ length: 300 }, () => JSON.stringify(report()));
    lines[100] = JSON.stringify({ ...report(), padding: 'x'.repeat(1_100_000) });
    const answer = await caller.call('/v1/records', { as: 'emitter', headers: NDJSON, body: lines.join('\n') });
    const refused = answer.lines<LineAnswer>().filter(({ status }) => status !== 201);
    expect(refused.map(({ line, problem }) => [line, problem?.code])).toEqual([[101, 'bodyTooLarge']]);
  });
});

describe('SIGTERM in the middle of ingestion', () => {
  it('finishes what was acknowledged, and ends cleanly', async () => {
    const acknowledged: string[] = [];
    let isTold = false;
    const write = async (ask: () => Promise<readonly RecordReceipt[]>): Promise<void> => {
      for (let round = 0; round < 1_000; round++) {
        const receipts = await ask().catch(() => undefined);
        if (receipts === undefined) return;
        acknowledged.push(...receipts.map(({ id }) => id));
        if (acknowledged.length > 200 && !isTold) {
          isTold = true;
          void ledger.stop();
        }
      }
    };
    const one = async (): Promise<RecordReceipt[]> => [await caller.recorded(generator.aboutPerson())];
    const many = async (): Promise<readonly RecordReceipt[]> => {
      const answer = await caller.report(Array.from({ length: 25 }, () => generator.aboutPerson()));
      return answer.json<BatchAnswer>().results.filter(({ status }) => status === 201);
    };
    const stream = async (): Promise<readonly RecordReceipt[]> => {
      const body = Array.from({ length: 60 }, () => JSON.stringify(generator.aboutPerson())).join('\n');
      const answer = await caller.call('/v1/records', { as: 'emitter', headers: NDJSON, body });
      return answer.lines<LineAnswer>().filter(({ status }) => status === 201);
    };
    await Promise.all([one, one, many, stream].map(write));
    expect(await within(60_000, ledger.ended)).toEqual({ code: 0, signal: null });

    ledger = await restarted(ledger, LIMITS);
    caller = ledger.caller;
    const last = await caller.recorded(generator.aboutPerson());
    const headers = { accept: 'application/x-ndjson' };
    const exported = await caller.call(`/v1/records?atLeast=${last.position}`, { as: 'auditor', headers });
    const ids = new Set(exported.lines<RecordEntry>().map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(200);
  });
});

describe('a start with a log that the read models are far behind of', () => {
  it('listens when they know every id, controller and key', async () => {
    const readModels = new Database(join(ledger.dataDir, 'read-models.sqlite'));
    readModels.exec('BEGIN IMMEDIATE');
    const report = generator.report('AccountCancelled', { data: { requestedBy: 'subject' }, source: '/behind' });
    const of = (value: string) => ({ ...report, subject: { identifiers: [{ scheme: 'userId', value }] } });
    // So many that projecting them takes longer than the first request after the start.
    const many = Array.from({ length: 15_000 }, () => generator.report('PersonalDataUsed', { source: '/behind' }));
    const body = many.map((one) => JSON.stringify(one)).join('\n');
    const answer = await caller.call('/v1/records', { as: 'emitter', headers: NDJSON, body });
    expect(answer.lines<LineAnswer>().filter(({ status }) => status !== 201)).toEqual([]);
    const first = await caller.recorded(of('anna'));
    await ledger.kill();
    readModels.close();

    // With the usual patience of /readyz, which would else wait for the read models in the ledger's place.
    ledger = await restarted(ledger);
    caller = ledger.caller;
    expect((await caller.report(of('bo'))).refusal).toEqual([409, 'contentConflict']);
    expect(await caller.recorded(of('anna'))).toEqual(first);
  });
});

describe('a start on what is not sound', () => {
  const damaged = newDataDir();
  const FILES = ['events.sqlite', 'vault.sqlite', 'read-models.sqlite', 'development.kek', 'dev-tokens.json'];
  const fileOf = (name: string): string => join(damaged, name);

  /** A copy of what the stopped ledger left, to be spoilt. */
  function copy(): void {
    rmSync(damaged, { recursive: true, force: true });
    mkdirSync(damaged);
    for (const name of FILES.filter((one) => existsSync(join(ledger.dataDir, one)))) {
      copyFileSync(join(ledger.dataDir, name), fileOf(name));
    }
  }

  beforeAll(() => ledger.stop());
  afterAll(() => rmSync(damaged, { recursive: true, force: true }));

  it.each([
    ['a log cut short', () => truncateSync(fileOf('events.sqlite'), 40_960), /damaged|malformed|not a sound/i],
    ['a log that is something else', () => writeFileSync(fileOf('events.sqlite'), 'x'.repeat(8_192)), /damaged|not a/i],
    ['a log whose key vault is gone', () => rmSync(fileOf('vault.sqlite')), /vault/i],
    ['a vault that is something else', () => writeFileSync(fileOf('vault.sqlite'), 'x'.repeat(8_192)), /vault/i],
  ])('is refused for %s, and says why', async (_what, spoil, reason) => {
    copy();
    spoil();
    const { code, text } = await LedgerProcess.refusal({ dataDir: damaged });
    expect([code, text]).toEqual([78, expect.stringMatching(reason)]);
    expect(text).not.toMatch(/\n\s+at /);
  });

  it('makes the read models anew from the log where they are gone', async () => {
    copy();
    rmSync(fileOf('read-models.sqlite'));
    const again = await LedgerProcess.start({ dataDir: damaged });
    const last = await again.caller.recorded(generator.aboutPerson({ source: '/again' }));
    const { items } = await again.caller.searchPage({ atLeast: last.position, order: 'asc', limit: 1 });
    await again.stop();
    expect(items.map(({ position }) => position)).toEqual([expect.any(Number)]);
    expect(readFileSync(fileOf('read-models.sqlite')).length).toBeGreaterThan(100_000);
  });
});
