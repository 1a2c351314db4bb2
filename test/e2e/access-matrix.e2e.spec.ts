import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Answer, LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS, ReportGenerator } from '../support/report-generator.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import type { RecordEntry } from '../support/wire.ts';

jest.setTimeout(120_000);

const ROLES = ['emitter', 'auditor', 'dpo', 'regulator', 'subject', 'admin'] as const;
type Role = (typeof ROLES)[number];
const [OURS, THEIRS] = CONTROLLERS;

let ledger: LedgerProcess;
let caller: LedgerCaller;
const subjects = new Map<string, string>();
const tokens = new Map<Role, string>();

/** Every key is bound to the first controller, and the key of a person to the first subject there. */
beforeAll(async () => {
  ledger = await startRegisteredLedger();
  caller = ledger.caller;
  const generator = new ReportGenerator(new SeededRandom(1));
  for (const controllerId of CONTROLLERS) {
    for (const name of ['anna', 'bo']) {
      const subject = { identifiers: [{ scheme: 'userId', value: name }] };
      const { subjectId = '' } = await caller.recorded(generator.report('AccountCancelled', { controllerId, subject }));
      subjects.set(`${name} at ${controllerId}`, subjectId);
    }
  }
  for (const role of ROLES) {
    const bound = role === 'subject' ? { subjectId: subjectOf('anna', OURS) } : {};
    const key = await caller.newKey({ name: `Holder of ${role}`, roles: [role], controllers: [OURS], ...bound });
    tokens.set(role, key.token);
  }
});
afterAll(() => discard(ledger));

const subjectOf = (name: string, controllerId: string): string => subjects.get(`${name} at ${controllerId}`) ?? '';

type Route = (
  as: string,
  who: { readonly subjectId: string; readonly name: string; readonly controllerId: string },
) => Promise<Answer>;

const ROUTES: { readonly [what: string]: Route } = {
  'reads the history': (as, { subjectId }) => caller.history(subjectId, {}, as),
  'exports the history': (as, { subjectId }) =>
    caller.call(`/v1/subjects/${subjectId}/history`, { as, headers: { accept: 'text/csv' } }),
  'reveals the identifiers': (as, { subjectId }) => caller.history(subjectId, { reveal: 'identifiers' }, as),
  'looks the person up': (as, { name, controllerId }) => caller.lookup(controllerId, ['userId', name], as),
  'searches the records': (as, { controllerId, subjectId }) => caller.search({ controllerId, subjectId }, as),
  'exports the records': (as, { controllerId }) =>
    caller.call(`/v1/records?controllerId=${controllerId}`, { as, headers: { accept: 'application/x-ndjson' } }),
  // With themselves, so that nothing changes: whoever may merge gets as far as being told so.
  'merges the person': (as, { subjectId }) =>
    caller.call(`/v1/subjects/${subjectId}/merges`, { as, json: { other: subjectId, reason: 'A try.' } }),
  'reports about the person': (as, { controllerId, subjectId }) =>
    caller.report(
      {
        ...{ source: '/matrix', sourceId: `${as} ${subjectId}`.slice(-60), type: 'AccountCancelled', controllerId },
        ...{ occurredAt: '2026-11-20T10:00:00Z', subject: { subjectId }, data: { requestedBy: 'subject' } },
      },
      as,
    ),
};

/** Statuses in the order of `ROLES`: emitter, auditor, dpo, regulator, subject, admin. */
const EXPECTED: readonly (readonly [keyof typeof ROUTES, string, string, readonly number[]])[] = [
  ['reads the history', 'anna', OURS, [403, 200, 200, 200, 200, 403]],
  ['reads the history', 'bo', OURS, [403, 200, 200, 200, 403, 403]],
  ['reads the history', 'anna', THEIRS, [403, 404, 404, 404, 403, 403]],
  ['reads the history', 'bo', THEIRS, [403, 404, 404, 404, 403, 403]],
  ['exports the history', 'anna', OURS, [403, 200, 200, 403, 200, 403]],
  ['exports the history', 'bo', OURS, [403, 200, 200, 403, 403, 403]],
  ['exports the history', 'anna', THEIRS, [403, 404, 404, 403, 403, 403]],
  ['exports the history', 'bo', THEIRS, [403, 404, 404, 403, 403, 403]],
  ['reveals the identifiers', 'anna', OURS, [403, 403, 200, 403, 200, 403]],
  ['reveals the identifiers', 'bo', OURS, [403, 403, 200, 403, 403, 403]],
  ['reveals the identifiers', 'anna', THEIRS, [403, 403, 404, 403, 403, 403]],
  ['reveals the identifiers', 'bo', THEIRS, [403, 403, 404, 403, 403, 403]],
  ['looks the person up', 'anna', OURS, [403, 200, 200, 200, 403, 403]],
  ['looks the person up', 'bo', OURS, [403, 200, 200, 200, 403, 403]],
  ['looks the person up', 'anna', THEIRS, [403, 403, 403, 403, 403, 403]],
  ['looks the person up', 'bo', THEIRS, [403, 403, 403, 403, 403, 403]],
  ['searches the records', 'anna', OURS, [403, 200, 200, 200, 403, 403]],
  ['searches the records', 'bo', THEIRS, [403, 403, 403, 403, 403, 403]],
  ['exports the records', 'anna', OURS, [403, 200, 200, 200, 403, 403]],
  ['exports the records', 'bo', THEIRS, [403, 403, 403, 403, 403, 403]],
  ['merges the person', 'anna', OURS, [403, 403, 409, 403, 403, 403]],
  ['merges the person', 'bo', THEIRS, [403, 403, 404, 403, 403, 403]],
  ['reports about the person', 'anna', OURS, [201, 403, 403, 403, 403, 403]],
  ['reports about the person', 'anna', THEIRS, [403, 403, 403, 403, 403, 403]],
];

describe('a key bound to one controller', () => {
  it.each(EXPECTED)('%s: %s at %s', async (what, name, controllerId, statuses) => {
    const who = { name, controllerId, subjectId: subjectOf(name, controllerId) };
    const route = ROUTES[what];
    if (route === undefined) throw new Error(`No route ${what}`);
    const answers = await Promise.all(ROLES.map((role) => route(tokens.get(role) ?? '', who)));
    expect(answers.map(({ status }) => status)).toEqual(statuses);
    // What is refused tells nothing of who is there.
    const refused = answers.filter(({ status }) => status >= 400 && status !== 409);
    expect(refused.filter(({ text }) => text.includes(who.subjectId))).toEqual([]);
  });

  it('is refused a subject that is not there in the same words as one of another controller', async () => {
    const token = tokens.get('auditor') ?? '';
    const nobody = await caller.history('0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a01', {}, token);
    const theirs = await caller.history(subjectOf('anna', THEIRS), {}, token);
    expect({ ...nobody.problem, requestId: '' }).toEqual({ ...theirs.problem, requestId: '' });
  });

  it('finds by a search without controllers the records of its own only', async () => {
    const { items } = await caller.searchPage({ limit: 1_000 }, tokens.get('auditor'));
    expect(new Set(items.map(({ controllerId }) => controllerId))).toEqual(new Set([OURS]));
    const accept = { accept: 'application/x-ndjson' };
    const exported = await caller.call('/v1/records', { as: tokens.get('auditor'), headers: accept });
    expect(new Set(exported.lines<RecordEntry>().map(({ controllerId }) => controllerId))).toEqual(new Set([OURS]));
    const controllers = await caller.call('/v1/controllers', { as: tokens.get('auditor') });
    expect(controllers.json<{ items: readonly { id: string }[] }>().items.map(({ id }) => id)).toEqual([OURS]);
  });

  it('of a person opens what is theirs', async () => {
    const page = await caller.historyPage(
      subjectOf('anna', OURS),
      { reveal: 'identifiers', type: 'IdentifiersLinked' },
      tokens.get('subject'),
    );
    expect(page.items[0]?.revealed).toEqual({ identifiers: [{ scheme: 'userId', value: 'anna' }] });
  });
});
