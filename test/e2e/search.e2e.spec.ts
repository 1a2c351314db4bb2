import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { csvRows } from '../support/csv-rows.ts';
import { queryText, type BatchAnswer, type LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { passes, randomFilters, type KnownRecord } from '../support/narrowing-oracle.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, RECORD_TYPES, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import type { RecordEntry } from '../support/wire.ts';

jest.setTimeout(120_000);

let ledger: LedgerProcess;
let caller: LedgerCaller;
let known: readonly KnownRecord[];
let position: number;
const random = new SeededRandom(testSeed('search'));
const generator = new ReportGenerator(random);

/** Some of every type, at both controllers, about a dozen people or about nobody. */
function someReport(type: string) {
  const report = generator.report(type, { controllerId: random.pick(CONTROLLERS) });
  if (report['subject'] === undefined) return report;
  return { ...report, subject: { identifiers: [{ scheme: 'userId', value: `one-of-${random.below(12)}` }] } };
}

async function send(reports: readonly KnownRecord['report'][]): Promise<BatchAnswer> {
  const batch = (await caller.report(reports)).json<BatchAnswer>();
  expect(batch.refused).toBe(0);
  position = Math.max(...batch.results.map((result) => result.position));
  return batch;
}

beforeAll(async () => {
  ledger = await startRegisteredLedger();
  caller = ledger.caller;
  const reports = Array.from({ length: 8 }, () => RECORD_TYPES.map(someReport)).flat();
  const { results } = await send(reports);
  const { items } = await caller.searchPage({ ...processing, atLeast: position, order: 'asc', limit: 1_000 });
  expect(idsOf(items)).toEqual(results.map(({ id }) => id));
  known = items.map(({ id, recordedAt, subjectId }, index) => ({
    ...{ id, subjectId, recordedAt: Date.parse(recordedAt) },
    report: reports[index] as KnownRecord['report'],
  }));
});
afterAll(() => discard(ledger));

const processing = { family: 'processing' } as const;
const idsOf = (items: readonly RecordEntry[]): string[] => items.map(({ id }) => id);
const expectedIds = (isWanted: (record: KnownRecord) => boolean): string[] =>
  known.filter(isWanted).map(({ id }) => id);

describe('a search', () => {
  it('is narrowed by every filter, by controllers and by subject', async () => {
    for (let round = 0; round < 60; round++) {
      const filters = randomFilters(known, random);
      const { report, subjectId } = random.pick(known);
      const byController = random.chance(0.4) ? { controllerId: report.controllerId } : {};
      const bySubject = random.chance(0.3) && subjectId !== undefined ? { subjectId } : {};
      const query = { ...processing, ...filters, ...byController, ...bySubject };
      const { items } = await caller.searchPage({ ...query, order: 'asc', limit: 1_000 });
      const expected = expectedIds(
        (record) =>
          passes(record, filters) &&
          (byController.controllerId ?? record.report.controllerId) === record.report.controllerId &&
          (bySubject.subjectId ?? record.subjectId) === record.subjectId,
      );
      expect([query, idsOf(items)]).toEqual([query, expected]);
    }
  });

  it('shows nothing of what was sealed, and takes no wish to reveal', async () => {
    const { items } = await caller.searchPage({ ...processing, limit: 1_000 });
    expect(items.some(({ sealed }) => sealed.length > 0)).toBe(true);
    expect(items.filter(({ revealed }) => revealed !== undefined)).toEqual([]);
    expect((await caller.search({ reveal: 'details' }, 'dpo')).refusal).toEqual([400, 'invalidQuery']);
  });

  it.each(['asc', 'desc'] as const)('is paged %s without a gap or a repetition while records arrive', async (order) => {
    const arriving = ['ConsentGiven', 'PersonalDataUsed', 'NoticeGiven'];
    const type = [...new Set([...RECORD_TYPES.slice(0, 20), ...arriving])];
    const query = { ...processing, controllerId: CONTROLLERS[0], type, order };
    const before = idsOf((await caller.searchPage({ ...query, limit: 1_000 })).items);
    const added: string[] = [];
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await caller.searchPage({ ...query, limit: 23, cursor, atLeast: position });
      seen.push(...idsOf(page.items));
      cursor = page.next;
      if (added.length >= 6) continue;
      const reports = arriving.map((one) => generator.report(one));
      added.push(...(await send(reports)).results.map(({ id }) => id));
    } while (cursor !== undefined);
    // The first page fixes how far the pages reach: what came after it is found by asking anew.
    expect(seen).toEqual(before);
    expect(added).toHaveLength(6);
    const anew = await caller.searchPage({ ...query, order: 'asc', limit: 1_000, atLeast: position });
    expect(idsOf(anew.items).slice(-6)).toEqual(added);
  });

  it('does not go on from a cursor with other filters, another order, or a changed one', async () => {
    const { next = '' } = await caller.searchPage({ ...processing, limit: 3 });
    expect((await caller.search({ ...processing, limit: 3, cursor: next })).status).toBe(200);
    const flipped = `${next.slice(0, -2)}${next.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const query of [
      { ...processing, limit: 3, cursor: next, type: 'ConsentGiven' },
      { ...processing, limit: 3, cursor: next, order: 'asc' },
      { limit: 3, cursor: next },
      { ...processing, limit: 3, cursor: flipped },
      { ...processing, limit: 3, cursor: `${next}x` },
    ]) {
      expect([query, (await caller.search(query)).refusal]).toEqual([query, [400, 'invalidCursor']]);
    }
  });

  it.each([
    [{ controllerId: 'No Slug' }, 400],
    [{ controllerId: 'nobody' }, 400],
    [{ recipient: 'nobody' }, 400],
    [{ subjectId: 'anna@example.com' }, 400],
    [{ limit: 1_001 }, 400],
    [{ subject: 'x' }, 400],
    [{ type: Array.from({ length: 51 }, () => 'ConsentGiven') }, 400],
  ])('refuses %j', async (query, status) => {
    expect((await caller.search(query)).refusal).toEqual([status, 'invalidQuery']);
  });
});

describe('a time that ends before it begins', () => {
  const [from, to] = ['2026-02-01T00:00:00Z', '2026-02-01T07:59:59+08:00'];

  it('is refused to a search, an export and a reassessment, and one instant is a time', async () => {
    const search = (query: { occurredFrom: string; occurredTo: string }, accept = 'application/json') =>
      caller.call(`/v1/records${queryText(query)}`, { as: 'auditor', headers: { accept } });
    for (const accept of ['application/json', 'text/csv']) {
      const { problem } = await search({ occurredFrom: from, occurredTo: to }, accept);
      expect([problem.code, problem.errors]).toMatchObject([
        'invalidQuery',
        [{ pointer: '/occurredTo', code: 'tooEarly' }],
      ]);
    }
    expect((await search({ occurredFrom: from, occurredTo: from })).status).toBe(200);
    const json = { controllerId: CONTROLLERS[1], from, to };
    const { problem } = await caller.call('/v1/reassessments', { json, as: 'dpo' });
    expect([problem.code, problem.errors]).toMatchObject(['invalidBody', [{ pointer: '/to', code: 'tooEarly' }]]);
  });
});

describe('an export of records', () => {
  const exported = (accept: string, query: object) =>
    caller.call(`/v1/records${queryText({ ...processing, ...query })}`, { as: 'auditor', headers: { accept } });

  it('is everything that matches, as NDJSON and as CSV, in either order', async () => {
    for (const order of ['asc', 'desc'] as const) {
      const query = { order, controllerId: CONTROLLERS[1], occurredFrom: '2026-04-01T00:00:00Z', atLeast: position };
      const { items } = await caller.searchPage({ ...processing, ...query, limit: 1_000 });
      expect(items.length).toBeGreaterThan(20);
      expect((await exported('application/x-ndjson', query)).lines()).toEqual(items);
      const [header = [], ...rows] = csvRows((await exported('text/csv', query)).text);
      expect(rows.map((row) => row[header.indexOf('id')])).toEqual(idsOf(items));
    }
  });

  it('holds every record once, far beyond a page', async () => {
    for (let batch = 0; batch < 3; batch++) {
      await send(Array.from({ length: 900 }, () => generator.report('PersonalDataUsed', { subject: undefined })));
    }
    const lines = (await exported('application/x-ndjson', { atLeast: position })).lines<RecordEntry>();
    expect([new Set(idsOf(lines)).size, lines.length]).toEqual([lines.length, lines.length]);
    expect(lines.length).toBeGreaterThanOrEqual(2_700 + known.length);
  });

  it('is recorded for each controller it reached', async () => {
    await exported('text/csv', { controllerId: CONTROLLERS[1], type: 'ConsentGiven' });
    await send([generator.report('NoticeGiven')]);
    const query = { type: 'RecordsExported', controllerId: CONTROLLERS[1], limit: 1, atLeast: position };
    const { items } = await caller.searchPage(query);
    expect(items[0]?.fields).toMatchObject({
      ...{ role: 'auditor', format: 'csv', filters: { types: ['ConsentGiven'] } },
    });
  });
});
