import { describe, expect, it } from '@jest/globals';
import { createLedgerClient, type Finding } from '#libs/sdk';
import { Acknowledgements } from './acknowledgements.ts';
import { runChecks, type CheckContext } from './checks.ts';
import type { ExamplePerson } from './example-person.ts';
import type { FoundFindings } from './found-findings.ts';
import { policyDefects } from './policy-defects.ts';
import type { Report } from './life/report.ts';
import { tellLives } from './life/tell-lives.ts';

const SUBJECT = '0199b0e2-0000-7000-8000-000000000001';
const ELSEWHERE = '0199b0e2-0000-7000-8000-000000000002';

const [life] =
  tellLives({ seed: 1, subjectCount: 40, until: Date.UTC(2026, 10, 22) }).find(
    ({ controllerId }) => controllerId === 'kamoer',
  )?.lives ?? [];
const reports: readonly Report[] = life?.reports ?? [];

const example = { basis: { kind: 'law', quote: { language: 'zh', text: '应当取得个人的单独同意' } } } as Finding;
const seen = { rule: 'SHR-PI', assertedBy: 'CN-PIPL-23', count: 2, example };
const company = { controllerId: 'clex', count: 7, expected: [seen] };

/** The ledger as its client sees it, with everything in it; a test then breaks one thing. */
function fakeLedger() {
  const entries = reports.map((report, n) => ({
    id: `0199b0e2-0000-7000-8000-1${String(n).padStart(11, '0')}`,
    type: report.type,
    occurredAt: report.occurredAt,
    position: 10 + n,
    subjectId: SUBJECT,
  }));
  const ledger = {
    entries,
    exported: entries,
    history: entries,
    accesses: ['HistoryRead', 'SubjectLookedUp'],
    elsewhere: ELSEWHERE,
    replay: { id: entries[0]?.id, subjectId: SUBJECT, revision: 0, position: 10 } as object,
    replayed: true,
    conflictStatus: 409,
    found: { waited: 0, companies: [company] } as FoundFindings,
    defects: policyDefects(),
  };
  const json = (status: number, body: object, headers = {}): Response => Response.json(body, { status, headers });
  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    if (url.pathname === '/v1/subjects/lookup') {
      const { controllerId, identifier } = (await request.json()) as {
        controllerId: string;
        identifier: { value: string };
      };
      if (identifier.value !== life?.person.email)
        return json(404, { code: 'notFound', title: 'Nothing', status: 404 });
      return json(200, { subjectId: controllerId === 'kamoer' ? SUBJECT : ledger.elsewhere });
    }
    if (url.pathname.endsWith('/history')) {
      const isAccess = url.searchParams.getAll('family').includes('access');
      const items = isAccess ? ledger.accesses.map((type) => ({ type })) : ledger.history;
      return json(200, { subjectId: SUBJECT, mergedSubjectIds: [], items, position: 99 });
    }
    if (request.method === 'GET') {
      const lines = ledger.exported.map((entry) => `${JSON.stringify(entry)}\n`).join('');
      return new Response(lines, { headers: { 'content-type': 'application/x-ndjson' } });
    }
    const sent = (await request.json()) as Report;
    const isAsFirst = sent.occurredAt === reports[0]?.occurredAt;
    if (isAsFirst) return json(201, ledger.replay, ledger.replayed ? { 'idempotency-replayed': 'true' } : {});
    if (ledger.conflictStatus === 201) return json(201, ledger.replay);
    return json(409, { code: 'contentConflict', title: 'Another content', status: 409 });
  };
  return { ledger, answer };
}

type Fake = ReturnType<typeof fakeLedger>['ledger'];

async function failedChecks(breakIt: (ledger: Fake) => void, refusedCount = 0): Promise<string[]> {
  const { ledger, answer } = fakeLedger();
  const acknowledgements = new Acknowledgements();
  reports.forEach((report, n) => {
    const { id, position } = ledger.entries[n] ?? { id: '', position: 0 };
    acknowledgements.add(report, { id, subjectId: SUBJECT, revision: n, position });
  });
  breakIt(ledger);
  const somebody = { person: life?.person, controllerId: 'kamoer', subjectId: SUBJECT, reports } as ExamplePerson;
  const context: CheckContext = {
    connect: (token) => createLedgerClient({ baseUrl: 'http://ledger.example', token, fetch: answer }),
    sent: { acknowledgements, refusedCount, reasons: [], seconds: 1 },
    found: ledger.found,
    defects: ledger.defects,
    example: { ...somebody, elsewhere: { controllerId: 'clex', subjectId: ELSEWHERE } },
    tokens: { auditor: 'a', emitter: 'e' },
  };
  return (await runChecks(context)).filter(({ passed }) => !passed).map(({ what, found }) => `${what}: ${found}`);
}

describe('the checks of the demo', () => {
  it('all pass when the ledger has everything', async () => {
    expect(await failedChecks(() => undefined)).toEqual([]);
  });

  it('notice a report that was not acknowledged', async () => {
    expect(await failedChecks(() => undefined, 1)).toEqual(['every report was acknowledged: 1 were not']);
  });

  const exported = 'after the restart each record is there, once';
  const history = 'the history of the example is what was sent';

  it('notice a lost record', async () => {
    const lose = (ledger: Fake): void => void (ledger.exported = ledger.entries.slice(1));
    expect(await failedChecks(lose)).toEqual([`${exported}: 1 missing, 0 twice, 0 never sent, 0 elsewhere`]);
  });

  it('notice a doubled record, and one that nobody sent', async () => {
    const double = (ledger: Fake): void => void (ledger.exported = [...ledger.entries, ...ledger.entries.slice(0, 1)]);
    expect(await failedChecks(double)).toEqual([`${exported}: 0 missing, 1 twice, 0 never sent, 0 elsewhere`]);
    const invent = (ledger: Fake): void =>
      void (ledger.exported = [
        ...ledger.entries,
        ...ledger.entries.slice(0, 1).map((entry) => ({ ...entry, id: 'x' })),
      ]);
    expect(await failedChecks(invent)).toEqual([`${exported}: 0 missing, 0 twice, 1 never sent, 0 elsewhere`]);
  });

  it('notice a record at another position', async () => {
    const move = (ledger: Fake): void =>
      void (ledger.exported = ledger.entries.map((entry, n) => (n === 0 ? { ...entry, position: 5 } : entry)));
    expect(await failedChecks(move)).toEqual([`${exported}: 0 missing, 0 twice, 0 never sent, 1 elsewhere`]);
  });

  it('notice a hole in the history, and a change of time', async () => {
    const hole = (ledger: Fake): void => void (ledger.history = ledger.entries.slice(1));
    expect(await failedChecks(hole)).toEqual([`${history}: 1 of ${reports.length} are missing`]);
    const shift = (ledger: Fake): void =>
      void (ledger.history = ledger.entries.map((entry, n) =>
        n === 0 ? { ...entry, occurredAt: '2024-01-01T00:00:00Z' } : entry,
      ));
    expect(await failedChecks(shift)).toEqual([`${history}: 1 of ${reports.length} are missing`]);
  });

  it('notice that two companies share a subject', async () => {
    expect(await failedChecks((ledger) => void (ledger.elsewhere = SUBJECT))).toEqual([
      'an e-mail address finds its person, one per company: at clex it did not find the other subject',
    ]);
  });

  it('notice a retry that is recorded anew, answered otherwise, or taken with other content', async () => {
    const retry = 'a record sent again gets its first answer';
    expect(await failedChecks((ledger) => void (ledger.replayed = false))).toEqual([`${retry}: it was recorded anew`]);
    const other = { id: 'x', subjectId: SUBJECT, revision: 0, position: 10 };
    expect(await failedChecks((ledger) => void (ledger.replay = other))).toEqual([`${retry}: it got another answer`]);
    expect(await failedChecks((ledger) => void (ledger.conflictStatus = 201))).toEqual([
      'other content under the same id is refused: it was taken',
    ]);
  });

  it('notice that a finding is missing, or quotes nothing', async () => {
    const expected = 'each company has the findings that are expected';
    const give = (one: Partial<typeof seen>) => (ledger: Fake) =>
      void (ledger.found = { waited: 0, companies: [{ ...company, expected: [{ ...seen, ...one }] }] });
    expect(await failedChecks(give({ count: 0 }))).toEqual([`${expected}: missing: SHR-PI by CN-PIPL-23 at clex`]);
    const bare = { ...example, basis: { kind: 'law' } } as Finding;
    expect(await failedChecks(give({ example: bare }))).toEqual([`${expected}: without a quoted clause: CN-PIPL-23`]);
  });

  it('notice that a defect of a policy is not told any more', async () => {
    const [failed] = await failedChecks((ledger) => void (ledger.defects = ledger.defects.slice(1)));
    expect(failed).toMatch(/^what is wrong with the policies themselves is told: untold: CLEX-C6, /);
  });

  it('notice that nobody wrote down who looked', async () => {
    expect(await failedChecks((ledger) => void (ledger.accesses = ['HistoryRead']))).toEqual([
      'who looked stands in the person’s own history: HistoryRead or SubjectLookedUp is missing',
    ]);
  });
});
