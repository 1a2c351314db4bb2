import { describe, expect, it } from '@jest/globals';
import { vocabularyFrom } from '../vocabulary.ts';
import { declarationOf } from './policy-declaration.ts';
import { activitiesIn, driftIn, recordedByPurpose } from './processing-register.ts';
import type { DeclaredActivity, RecordedKind, RegisterRecord } from './processing-register.ts';

const vocabulary = vocabularyFrom([]);

const declared = (id: string, activity: string, occurredAt: string, more: object = {}): RegisterRecord => ({
  ...{ id, type: 'ProcessingActivityDeclared', occurredAt },
  fields: {
    ...{ activity, role: 'controller', subjectCategories: ['customers'] },
    ...{ purposes: ['urn:sell'], categories: ['urn:email'] },
    ...more,
  },
});
const kind = (more: Partial<RecordedKind> = {}): RecordedKind => ({
  ...{ type: 'PersonalDataUsed', purposes: ['urn:sell'], categories: ['urn:email'], legalBases: [], recipients: [] },
  ...{ count: 3, firstAt: 10, lastAt: 20 },
  ...more,
});
const drift = (records: readonly RegisterRecord[], kinds: readonly RecordedKind[], purposes: readonly string[] = []) =>
  driftIn({
    ...{ activities: activitiesIn(records), recorded: recordedByPurpose(kinds), vocabulary },
    policy: { policyVersion: 'v1', purposes, categories: [], recipients: [] },
    kindOf: (recipient) => (recipient === 'carrier' ? 'logistics' : undefined),
  });

describe('a register of processing', () => {
  it('has the latest declaration of each activity, and none that ended', () => {
    const activities = activitiesIn([
      declared('2', 'shop', '2026-02-01T00:00:00Z', { purposes: ['urn:ship'] }),
      declared('1', 'shop', '2026-01-01T00:00:00Z'),
      declared('3', 'news', '2026-01-01T00:00:00Z'),
      {
        ...{ id: '4', type: 'ProcessingActivityEnded', occurredAt: '2026-03-01T00:00:00Z' },
        fields: { activity: 'news' },
      },
    ]);
    expect(
      activities.map(({ activity, recordId, purposes }: DeclaredActivity) => [activity, recordId, purposes]),
    ).toEqual([['shop', '2', ['urn:ship']]]);
  });

  it('gathers what was recorded by purpose', () => {
    const shared = kind({ type: 'PersonalDataShared', recipients: ['carrier'], count: 2, firstAt: 5, lastAt: 15 });
    expect(recordedByPurpose([kind({ purposes: ['urn:sell', 'urn:ship'] }), shared])).toEqual([
      {
        ...{ purpose: 'urn:sell', types: ['PersonalDataShared', 'PersonalDataUsed'], categories: ['urn:email'] },
        ...{ legalBases: [], recipients: ['carrier'], count: 5, firstAt: 5, lastAt: 20 },
      },
      {
        ...{ purpose: 'urn:ship', types: ['PersonalDataUsed'], categories: ['urn:email'] },
        ...{ legalBases: [], recipients: [], count: 3, firstAt: 10, lastAt: 20 },
      },
    ]);
  });
});

describe('the drift of a register', () => {
  const shop = declared('1', 'shop', '2026-01-01T00:00:00Z');

  it('is none where what was done is what was declared', () => {
    expect(drift([shop], [kind()])).toEqual([]);
  });

  it('names a purpose nobody declared, and whether the policy has it', () => {
    expect(drift([], [kind()])).toEqual([
      { kind: 'purposeNotDeclared', purpose: 'urn:sell', count: 3, inPolicy: false },
    ]);
    expect(drift([], [kind()], ['urn:sell'])).toMatchObject([{ inPolicy: true }]);
  });

  it('names data, recipients and legal bases beyond what was declared for the purpose', () => {
    const done = kind({
      categories: ['urn:email', 'urn:phone'],
      recipients: ['carrier'],
      legalBases: ['urn:contract'],
    });
    expect(drift([shop], [done])).toEqual([
      { kind: 'categoriesNotDeclared', purpose: 'urn:sell', categories: ['urn:phone'] },
      { kind: 'recipientsNotDeclared', purpose: 'urn:sell', recipients: ['carrier'] },
      { kind: 'legalBasesNotDeclared', purpose: 'urn:sell', legalBases: ['urn:contract'] },
    ]);
  });

  it('is content with recipients declared by their kind', () => {
    const byKind = declared('1', 'shop', '2026-01-01T00:00:00Z', { recipientKinds: ['logistics'] });
    expect(drift([byKind], [kind({ recipients: ['carrier'] })])).toEqual([]);
  });

  it('names an activity that nobody ever recorded', () => {
    expect(drift([shop], [])).toEqual([{ kind: 'activityNotRecorded', activity: 'shop' }]);
  });
});

describe('what a policy declares', () => {
  it('is what its allowing rows name', () => {
    const row = (rules: readonly { readonly kind: string }[]) => ({ id: 'X-1', says: '', clauses: [], rules });
    const pack = {
      policyVersion: 'v1',
      rows: [
        row([{ kind: 'USE-PURPOSE', purposes: ['urn:sell'] } as { readonly kind: string }]),
        row([{ kind: 'COL-FUNCTION', categories: ['urn:email'] } as { readonly kind: string }]),
        row([{ kind: 'USE-PERSONALISED', purposes: ['urn:never'] } as { readonly kind: string }]),
      ],
    };
    expect(declarationOf(pack as unknown as Parameters<typeof declarationOf>[0])).toEqual({
      policyVersion: 'v1',
      purposes: ['urn:sell'],
      categories: ['urn:email'],
      recipients: [],
    });
  });
});
