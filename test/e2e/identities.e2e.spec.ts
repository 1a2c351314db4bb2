import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { LedgerCaller } from '../support/ledger-caller.ts';
import { discard, type LedgerProcess } from '../support/ledger-process.ts';
import { startRegisteredLedger } from '../support/registered-ledger.ts';
import { CONTROLLERS } from '../support/report-generator.ts';
import type { RecordEntry } from '../support/wire.ts';

jest.setTimeout(120_000);

let ledger: LedgerProcess;
let caller: LedgerCaller;
let count = 0;

beforeAll(async () => {
  ledger = await startRegisteredLedger();
  caller = ledger.caller;
});
afterAll(() => discard(ledger));

/** A record about whoever these identifiers name; the subject it was recorded of, and where. */
async function record(
  identifiers: readonly (readonly [string, string])[],
  controllerId: string = CONTROLLERS[0],
): Promise<{ readonly subjectId: string; readonly position: number; readonly id: string }> {
  count += 1;
  const {
    subjectId = '',
    position,
    id,
  } = await caller.recorded({
    source: '/crm',
    sourceId: `identity-${count}`,
    type: 'AccountCancelled',
    controllerId,
    occurredAt: '2026-11-20T10:00:00+08:00',
    subject: { identifiers: identifiers.map(([scheme, value]) => ({ scheme, value })) },
    data: { requestedBy: 'subject' },
  });
  return { subjectId, position, id };
}

const reported = ['processing', 'identity'];
const typesOf = (items: readonly RecordEntry[]): string[] => items.map(({ type }) => type);
const historyOf = async (subjectId: string, atLeast?: number) =>
  (await caller.historyPage(subjectId, { family: reported, order: 'asc', atLeast })).items;

describe('identifiers', () => {
  it('mean the same person however they are written, and are linked when first met', async () => {
    const first = await record([['userId', 'linked-1']]);
    const later = await record([
      ['userId', ' linked-1 '],
      ['email', 'Linked@Example.com'],
    ]);
    const byEmail = await record([['email', 'linked@example.COM']]);
    expect([later.subjectId, byEmail.subjectId]).toEqual([first.subjectId, first.subjectId]);
    const items = await historyOf(first.subjectId, byEmail.position);
    expect(typesOf(items)).toEqual([
      'IdentifiersLinked',
      'AccountCancelled',
      'IdentifiersLinked',
      'AccountCancelled',
      'AccountCancelled',
    ]);
    const found = await caller.lookup(CONTROLLERS[0], ['email', 'LINKED@example.com']);
    expect([found.status, found.json()]).toEqual([200, { subjectId: first.subjectId }]);
  });

  it('never join two controllers: the same e-mail address is another subject there', async () => {
    const here = await record([['email', 'both@example.com']]);
    const there = await record([['email', 'both@example.com']], CONTROLLERS[1]);
    expect(there.subjectId).not.toBe(here.subjectId);
  });

  it('of two people are told as a conflict in both histories; the first decides', async () => {
    const anna = await record([['email', 'family@example.com']]);
    const bo = await record([['userId', 'bo']]);
    const both = await record([
      ['userId', 'bo'],
      ['email', 'family@example.com'],
    ]);
    expect(both.subjectId).toBe(bo.subjectId);
    const ofBo = await historyOf(bo.subjectId, both.position);
    const ofAnna = await historyOf(anna.subjectId, both.position);
    expect(typesOf(ofBo)).toEqual([
      'IdentifiersLinked',
      'AccountCancelled',
      'IdentityConflictDetected',
      'AccountCancelled',
    ]);
    expect(typesOf(ofAnna)).toEqual(['IdentifiersLinked', 'AccountCancelled', 'IdentityConflictDetected']);
    expect(ofAnna.at(-1)?.fields).toEqual({ otherSubjectId: anna.subjectId });
    const stillAnnas = await caller.lookup(CONTROLLERS[0], ['email', 'family@example.com']);
    expect(stillAnnas.json()).toEqual({ subjectId: anna.subjectId });
  });

  it('of which the first is new make a new subject, though a later one is known', async () => {
    const known = await record([['phone', '+46 70 123 45 67']]);
    const fresh = await record([
      ['userId', 'fresh'],
      ['phone', '+46-70-1234567'],
    ]);
    expect(fresh.subjectId).not.toBe(known.subjectId);
    expect(typesOf(await historyOf(fresh.subjectId, fresh.position))).toEqual([
      'IdentifiersLinked',
      'IdentityConflictDetected',
      'AccountCancelled',
    ]);
  });
});

describe('a merge', () => {
  const change = (kind: 'merges' | 'separations', into: string, other: string, as = 'dpo') =>
    caller.call(`/v1/subjects/${into}/${kind}`, { json: { other, reason: 'The same card was shown.' }, as });

  it('is followed by every read until it is undone', async () => {
    const anna = await record([['userId', 'anna-old']]);
    const again = await record([['userId', 'anna-new']]);
    const merged = await change('merges', anna.subjectId, again.subjectId);
    expect([merged.status, merged.json<{ subjectId: string }>().subjectId]).toEqual([201, anna.subjectId]);

    const page = await caller.historyPage(anna.subjectId, { type: 'AccountCancelled', order: 'asc' });
    expect([page.mergedSubjectIds, page.items.map(({ id }) => id)]).toEqual([[again.subjectId], [anna.id, again.id]]);
    const found = await caller.lookup(CONTROLLERS[0], ['userId', 'anna-new']);
    expect(found.json()).toEqual({ subjectId: anna.subjectId });
    const searched = await caller.searchPage({ subjectId: anna.subjectId, type: 'AccountCancelled', order: 'asc' });
    expect(searched.items.map(({ id }) => id)).toEqual([anna.id, again.id]);
    // Writes go on to the subject that the identifier belongs to.
    expect((await record([['userId', 'anna-new']])).subjectId).toBe(again.subjectId);

    expect((await change('merges', anna.subjectId, again.subjectId)).refusal).toEqual([409, 'stateConflict']);
    expect((await change('separations', anna.subjectId, again.subjectId)).status).toBe(201);
    const apart = await caller.historyPage(anna.subjectId, { type: 'AccountCancelled' });
    expect([apart.mergedSubjectIds, apart.items.map(({ id }) => id)]).toEqual([[], [anna.id]]);
    expect(typesOf(await historyOf(again.subjectId))).toEqual([
      'IdentifiersLinked',
      'AccountCancelled',
      'SubjectsMerged',
      'AccountCancelled',
      'SubjectsSeparated',
    ]);
    expect((await change('separations', anna.subjectId, again.subjectId)).refusal).toEqual([409, 'stateConflict']);
  });

  const personOf = async (subjectId: string) => (await caller.historyPage(subjectId, {})).mergedSubjectIds;
  const three = async (name: string) => {
    const subjects: string[] = [];
    for (const n of [0, 1, 2]) subjects.push((await record([['userId', `${name}-${n}`]])).subjectId);
    const [first = '', second = '', third = ''] = subjects;
    return [first, second, third] as const;
  };

  it('is taken back from either side, and one through others by separating those', async () => {
    const [first, second, third] = await three('chain');
    expect((await change('merges', first, second)).status).toBe(201);
    expect((await change('merges', second, third)).status).toBe(201);
    for (const [one, two] of [
      [first, third],
      [third, first],
    ] as const) {
      const through = await change('separations', one, two);
      expect(through.refusal).toEqual([409, 'stateConflict']);
      expect(through.json<{ detail: string }>().detail).toContain('through other subjects');
    }
    expect((await change('merges', third, first)).refusal).toEqual([409, 'stateConflict']);
    expect(await personOf(first)).toEqual([second, third].sort());

    expect((await change('separations', third, second)).status).toBe(201);
    expect([await personOf(third), await personOf(first)]).toEqual([[], [second]]);
    expect((await change('separations', second, first)).status).toBe(201);
    expect([await personOf(first), await personOf(second)]).toEqual([[], []]);
    expect((await change('separations', first, second)).refusal).toEqual([409, 'stateConflict']);
  });

  it('said many times at once is recorded once from each side, and one separation takes it back', async () => {
    const [first, second] = await three('at-once');
    const answers = await Promise.all(
      [...Array(8).keys()].map((n) =>
        n % 2 === 0 ? change('merges', first, second) : change('merges', second, first),
      ),
    );
    const codes = answers.filter(({ status }) => status !== 201).map((answer) => answer.refusal?.[1]);
    expect(codes.filter((code) => code !== 'stateConflict' && code !== 'revisionConflict')).toEqual([]);
    expect(answers.length - codes.length).toBeGreaterThanOrEqual(1);
    expect(answers.length - codes.length).toBeLessThanOrEqual(2);
    expect((await change('separations', second, first)).status).toBe(201);
    expect([await personOf(first), await personOf(second)]).toEqual([[], []]);
    expect((await change('separations', first, second)).refusal).toEqual([409, 'stateConflict']);
  });

  it('never crosses controllers, nor comes from an auditor, nor joins somebody with themselves', async () => {
    const here = await record([['userId', 'cross']]);
    const there = await record([['userId', 'cross']], CONTROLLERS[1]);
    expect((await change('merges', here.subjectId, there.subjectId)).refusal).toEqual([404, 'notFound']);
    expect((await change('merges', here.subjectId, here.subjectId)).refusal).toEqual([409, 'stateConflict']);
    expect((await change('merges', here.subjectId, there.subjectId, 'auditor')).refusal).toEqual([403, 'forbidden']);
  });
});

describe('atLeast', () => {
  it('waits for what was just recorded', async () => {
    for (let round = 0; round < 20; round++) {
      const { subjectId, position, id } = await record([['userId', `reader-${round}`]]);
      const page = await caller.historyPage(subjectId, { atLeast: position, type: 'AccountCancelled' });
      expect(page.items.map((item) => item.id)).toEqual([id]);
      expect(page.position).toBeGreaterThanOrEqual(position);
    }
  });

  it.each(['/v1/records', '/v1/findings', '/v1/policies'])(
    'says at %s that nothing is recorded at a position which nobody was told',
    async (path) => {
      const beyond = await caller.call(`${path}?atLeast=1000000000`, { as: 'auditor' });
      expect(beyond.refusal).toEqual([400, 'invalidQuery']);
      expect(beyond.problem.errors).toEqual([expect.objectContaining({ pointer: '/atLeast', code: 'notRecorded' })]);
    },
  );
});
