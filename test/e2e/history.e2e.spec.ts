import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { csvRows } from '../support/csv-rows.ts';
import { queryText, type BatchAnswer, type LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { passes, randomFilters, type KnownRecord } from '../support/narrowing-oracle.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom, testSeed } from '../support/seeded-random.ts';
import type { HistoryPage, RecordEntry } from '../support/wire.ts';

jest.setTimeout(120_000);

let ledger: LedgerProcess;
let caller: LedgerCaller;
let subjectId: string;
let known: readonly KnownRecord[];
const random = new SeededRandom(testSeed('history'));
const generator = new ReportGenerator(random);
const subject = { identifiers: [{ scheme: 'userId', value: 'the-person' }] };

/** Records a batch about the person and gives back its ids and its last position. */
async function report(
  count: number,
  reports = Array.from({ length: count }, () => generator.aboutPerson({ subject })),
) {
  const batch = (await caller.report(reports)).json<BatchAnswer>();
  expect(batch.recorded).toBe(count);
  const position = Math.max(...batch.results.map((result) => result.position));
  return { reports, ids: batch.results.map(({ id }) => id), position, subject: batch.results[0]?.subjectId ?? '' };
}

/** A record of somebody else: what was written before it can be read at its position. */
async function laterPosition(): Promise<number> {
  const other = { identifiers: [{ scheme: 'userId', value: `other-${random.uuid()}` }] };
  return (await caller.recorded(generator.aboutPerson({ subject: other, sourceId: random.uuid() }))).position;
}

beforeAll(async () => {
  ledger = await startRegisteredLedger();
  caller = ledger.caller;
  const first = await report(60);
  // Whatever comes now is recorded later, also by a clock that counts milliseconds.
  for (const before = Date.now(); Date.now() <= before + 1;);
  const second = await report(60);
  subjectId = second.subject;
  const atLeast = second.position;
  const { items } = await caller.historyPage(subjectId, { atLeast, family: 'processing', limit: 1_000, order: 'asc' });
  const reports = [...first.reports, ...second.reports];
  expect(items.map(({ id }) => id)).toEqual([...first.ids, ...second.ids]);
  known = items.map(({ id, recordedAt }, index) => ({
    ...{ id, subjectId, recordedAt: Date.parse(recordedAt) },
    report: reports[index] as KnownRecord['report'],
  }));
});
afterAll(() => discard(ledger));

const processing = { family: 'processing' } as const;
const idsOf = (items: readonly RecordEntry[]): string[] => items.map(({ id }) => id);
const allIds = (): string[] => known.map(({ id }) => id);

describe("a person's history", () => {
  it('is narrowed by every filter and several together', async () => {
    const drawn = Array.from({ length: 80 }, () => randomFilters(known, random));
    for (const filters of drawn) {
      const { items } = await caller.historyPage(subjectId, { ...processing, ...filters, order: 'asc', limit: 1_000 });
      const expected = known.filter((record) => passes(record, filters)).map(({ id }) => id);
      expect([filters, idsOf(items)]).toEqual([filters, expected]);
    }
    expect(new Set(drawn.flatMap((filters) => Object.keys(filters))).size).toBe(8);
  });

  it('takes several values as repeated parameters and as a list with commas', async () => {
    const type = ['ConsentGiven', 'ConsentWithdrawn', 'PersonalDataShared'];
    const repeated = await caller.historyPage(subjectId, { type, limit: 1_000 });
    const listed = await caller.historyPage(subjectId, { type: type.join(','), limit: 1_000 });
    expect(idsOf(listed.items)).toEqual(idsOf(repeated.items));
    expect(repeated.items.length).toBe(known.filter((record) => type.includes(record.report.type)).length);
  });

  it('tells what was known at a time, before later records came', async () => {
    const knownAt = new Date(known[59]?.recordedAt ?? 0).toISOString();
    const { items } = await caller.historyPage(subjectId, { ...processing, knownAt, order: 'asc', limit: 1_000 });
    expect(idsOf(items)).toEqual(allIds().slice(0, 60));
  });

  it('is the newest first unless asked otherwise', async () => {
    const { items } = await caller.historyPage(subjectId, { ...processing, limit: 1_000 });
    expect(idsOf(items)).toEqual(allIds().reverse());
  });

  it.each(['asc', 'desc'] as const)('is paged %s without a gap or a repetition while records arrive', async (order) => {
    const before = idsOf((await caller.historyPage(subjectId, { ...processing, order: 'asc', limit: 1_000 })).items);
    const added: string[] = [];
    const seen: string[] = [];
    let atLeast: number | undefined;
    let cursor: string | undefined;
    do {
      const page = await caller.historyPage(subjectId, { ...processing, order, limit: 17, cursor, atLeast });
      seen.push(...idsOf(page.items));
      cursor = page.next;
      if (added.length < 12) {
        const more = await report(3);
        added.push(...more.ids);
        atLeast = more.position;
      }
    } while (cursor !== undefined);
    // The first page fixes how far the pages reach: what came after it is found by asking anew.
    expect(seen).toEqual(order === 'asc' ? before : before.toReversed());
    expect(added).toHaveLength(12);
    const anew = await caller.historyPage(subjectId, { ...processing, order: 'asc', limit: 1_000, atLeast });
    expect(idsOf(anew.items)).toEqual([...before, ...added]);
  });

  it.each([
    [{ limit: 0 }, 'invalidQuery'],
    [{ limit: 1_001 }, 'invalidQuery'],
    [{ limit: 'many' }, 'invalidQuery'],
    [{ order: 'sideways' }, 'invalidQuery'],
    [{ type: 'NoSuchType' }, 'invalidQuery'],
    [{ category: 'pd:Nam' }, 'invalidQuery'],
    [{ purpose: 'pd:Name' }, 'invalidQuery'],
    [{ recipient: 'SF Express' }, 'invalidQuery'],
    [{ family: 'registry' }, 'invalidQuery'],
    [{ asOf: '2026-02-30T00:00:00Z' }, 'invalidQuery'],
    [{ knownAt: 'yesterday' }, 'invalidQuery'],
    [{ reveal: 'everything' }, 'invalidQuery'],
    [{ atLeast: -1 }, 'invalidQuery'],
    [{ unheardOf: 'x' }, 'invalidQuery'],
    [{ cursor: 'x' }, 'invalidCursor'],
  ])('refuses %j', async (query, code) => {
    const answer = await caller.history(subjectId, query, 'dpo');
    expect(answer.refusal).toEqual([400, code]);
    if (code === 'invalidQuery') {
      expect(answer.problem.errors?.[0]?.pointer).toMatch(new RegExp(`^/?${Object.keys(query)[0]}|^$`));
    }
  });

  it('suggests the terms that were perhaps meant', async () => {
    const { problem } = await caller.history(subjectId, { category: 'pd:Nam' });
    expect(problem.errors?.[0]?.action).toContain('pd:Name');
  });
});

describe('what was sealed', () => {
  it('is opened for who may reveal, and for nobody else', async () => {
    const told = {
      ...generator.report('PersonalDataCorrected', { subject }),
      data: { categories: ['pd:Name'], requestedBy: 'subject', reason: 'Misspelt as Ama.' },
      details: { 'pd:Name': { given: 'Anna', note: ['坏', 1] } },
    };
    const { id, position } = await caller.recorded(told);
    const query = { atLeast: position, type: ['PersonalDataCorrected', 'IdentifiersLinked'], limit: 1_000 };
    const reveal = ['identifiers', 'statements', 'details'];
    const { items } = await caller.historyPage(subjectId, { ...query, reveal }, 'dpo');
    const corrected = items.find((item) => item.id === id);
    expect([corrected?.fields['reason'], corrected?.revealed]).toEqual([
      'Misspelt as Ama.',
      { details: { 'https://w3id.org/dpv/pd#Name': { given: 'Anna', note: ['坏', 1] } } },
    ]);
    expect(items.find(({ type }) => type === 'IdentifiersLinked')?.revealed).toEqual(subject);

    const closed = await caller.historyPage(subjectId, query);
    expect(closed.items.filter(({ revealed }) => revealed !== undefined)).toEqual([]);
    expect(closed.items.find((item) => item.id === id)?.fields).not.toHaveProperty('reason');
    for (const as of ['auditor', 'regulator']) {
      expect((await caller.history(subjectId, { reveal: 'details' }, as)).refusal).toEqual([403, 'forbidden']);
    }
  });
});

describe('an export', () => {
  const exported = (accept: string, filters: object, as = 'auditor') =>
    caller.call(`/v1/subjects/${subjectId}/history${queryText({ ...processing, ...filters })}`, {
      ...{ as, headers: { accept } },
    });

  it('is everything that matches, as NDJSON and as CSV', async () => {
    const filters = { type: ['ConsentGiven', 'PersonalDataShared'], order: 'asc' } as const;
    const page = await caller.historyPage(subjectId, { ...processing, ...filters, limit: 1_000 });
    const ndjson = await exported('application/x-ndjson', filters);
    expect([ndjson.headers.get('content-type'), ndjson.lines()]).toEqual(['application/x-ndjson', page.items]);
    const csv = await exported('text/csv', filters);
    const [header = [], ...rows] = csvRows(csv.text);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(rows.map((row) => row[header.indexOf('id')])).toEqual(idsOf(page.items));
    expect(rows.map((row) => JSON.parse(row[header.indexOf('fields')] ?? '') as unknown)).toEqual(
      page.items.map(({ fields }) => fields),
    );
  });

  it('is not for a regulator, who reads on the screen', async () => {
    expect((await exported('text/csv', {}, 'regulator')).refusal).toEqual([403, 'forbidden']);
  });
});

describe('who looked', () => {
  it('stands in the history: lookup, reading, reveal, export, and an export of all records', async () => {
    const person = { identifiers: [{ scheme: 'userId', value: 'watched' }] };
    const first = await caller.recorded(generator.aboutPerson({ subject: person }));
    const watched = first.subjectId ?? '';
    const path = `/v1/subjects/${watched}/history`;
    await caller.lookup(CONTROLLERS[0], ['userId', 'watched'], 'auditor');
    await caller.historyPage(watched, { atLeast: first.position, type: 'ConsentGiven' }, 'regulator');
    await caller.historyPage(watched, { reveal: 'identifiers', type: 'IdentifiersLinked' }, 'dpo');
    await caller.call(path, { as: 'auditor', headers: { accept: 'text/csv' } });
    await caller.call('/v1/records', { as: 'regulator', headers: { accept: 'application/x-ndjson' } });
    await caller.call(`/v1/records?controllerId=${CONTROLLERS[1]}`, { as: 'dpo', headers: { accept: 'text/csv' } });

    const atLeast = await laterPosition();
    const { items } = await caller.historyPage(watched, { family: 'access', order: 'asc', atLeast, limit: 1_000 });
    expect(items.map(({ type, fields }) => [type, fields['role'], fields['format'] ?? fields['revealed']])).toEqual([
      ['SubjectLookedUp', 'auditor', undefined],
      ['HistoryRead', 'regulator', false],
      ['HistoryRead', 'dpo', true],
      ['IdentifiersRevealed', 'dpo', undefined],
      ['HistoryExported', 'auditor', 'csv'],
      ['RecordsExported', 'regulator', 'ndjson'],
    ]);
    expect(items[1]?.fields).toEqual({
      role: 'regulator',
      itemCount: 0,
      filters: { types: ['ConsentGiven'] },
      revealed: false,
    });
    expect(new Set(items.map(({ actorId, recordedBy }) => actorId === recordedBy))).toEqual(new Set([true]));
  });

  it('stands there for a check by somebody who reports nothing, and not for one before a report', async () => {
    const identifier = { scheme: 'userId', value: 'asked-about' };
    const person = { identifiers: [identifier] };
    const about = (await caller.recorded(generator.aboutPerson({ subject: person }))).subjectId ?? '';
    const check = { type: 'AccountCancelled', controllerId: CONTROLLERS[0], data: { requestedBy: 'subject' } };
    const ask = async (as: string, whom: object) =>
      (await caller.call('/v1/checks', { json: { ...check, subject: whom }, as })).status;
    const statuses = [
      await ask('emitter', person),
      await ask('auditor', person),
      await ask('dpo', { subjectId: about }),
      await ask('auditor', { identifiers: [{ scheme: 'userId', value: 'nobody-here' }] }),
    ];
    expect(statuses).toEqual([200, 200, 200, 200]);

    const atLeast = await laterPosition();
    const { items } = await caller.historyPage(about, { family: 'access', order: 'asc', atLeast });
    const asked = { recordType: 'AccountCancelled', outcome: 'gap' };
    expect(items.map(({ type, fields }) => [type, fields])).toEqual([
      ['SubjectChecked', { role: 'auditor', ...asked }],
      ['SubjectChecked', { role: 'dpo', ...asked }],
    ]);
    expect(items.every(({ actorId, recordedBy }) => actorId === recordedBy)).toBe(true);
  });

  it('reads a history and a search recorded as such, with the range that was shown', async () => {
    const answer = await caller.history(subjectId, { ...processing, limit: 2 });
    const { items } = answer.json<HistoryPage>();
    await caller.searchPage({ subjectId, limit: 3, type: 'ConsentGiven' });
    const atLeast = await laterPosition();
    const accesses = await caller.historyPage(subjectId, { family: 'access', limit: 2, atLeast });
    const [searched, read] = accesses.items;
    expect(read?.fields).toMatchObject({ positionFirst: items[1]?.position, positionLast: items[0]?.position });
    expect([searched?.type, searched?.fields['filters']]).toEqual([
      'RecordsSearched',
      { subjectId, types: ['ConsentGiven'] },
    ]);
  });
});
