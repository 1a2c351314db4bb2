import { describe, expect, it } from '@jest/globals';
import type { Vault } from '#libs/crypto-shredding';
import type { RecordReport } from '#libs/domain';
import { draftsOf } from './record-draft.ts';

/** Tells what an id would be derived from. */
const vault = { derivedId: (namespace: string, parts: readonly string[]) => [namespace, ...parts].join(' ') } as Vault;

const REPORT: RecordReport = {
  id: '018F9B3E-0000-7000-8000-000000000001',
  type: 'PersonalDataUsed',
  controllerId: 'clex',
  occurredAt: '2026-11-22T00:00:00Z',
  subject: { identifiers: [{ scheme: 'userId', value: 'u' }] },
  data: {},
};

const contentOf = (report: RecordReport): string | undefined => draftsOf(report, 0, vault)[0]?.content;

describe('drafts of a report', () => {
  it('are one with the id of the record, whoever wrote it in capitals', () => {
    const drafts = draftsOf(REPORT, 3, vault);
    expect(drafts.map(({ slip: { eventId, recordId, reportIndex } }) => [eventId, recordId, reportIndex])).toEqual([
      ['018f9b3e-0000-7000-8000-000000000001', '018f9b3e-0000-7000-8000-000000000001', 3],
    ]);
  });

  it('have an id derived from the name the source gives the record', () => {
    const { id: _id, ...named } = { ...REPORT, source: '/crm', sourceId: '7' };
    expect(draftsOf(named, 0, vault)[0]?.slip.eventId).toBe('record clex /crm 7');
  });

  it('are one for each person, with ids of their own', () => {
    const { subject, ...rest } = REPORT;
    const drafts = draftsOf({ ...rest, subjects: [subject ?? { subjectId: '' }, { subjectId: '1' }] }, 0, vault);
    expect(drafts.map(({ slip }) => slip.eventId)).toEqual([
      'recordOfSubject 018f9b3e-0000-7000-8000-000000000001 0',
      'recordOfSubject 018f9b3e-0000-7000-8000-000000000001 1',
    ]);
  });

  it('have the same content in whatever order the members came', () => {
    const many = Array.from({ length: 60 }, (_, n) => [`m${(n * 37) % 60}`, n] as const);
    const details = { 'pd:Name': { ...Object.fromEntries(many), inner: [{ b: 1, a: 2 }] } };
    const reversed = { 'pd:Name': { inner: [{ a: 2, b: 1 }], ...Object.fromEntries(many.toReversed()) } };
    const { data, type, ...rest } = REPORT;
    expect(contentOf({ ...REPORT, details })).toBe(contentOf({ data, details: reversed, ...rest, type }));
  });

  it('have another content when anything differs, also in a member named like the prototype', () => {
    const withMember = (text: string) => ({ ...REPORT, details: JSON.parse(text) as { [category: string]: unknown } });
    const contents = ['{}', '{"a":1}', '{"a":[1]}', '{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}'].map((text) =>
      contentOf(withMember(text)),
    );
    expect(new Set(contents).size).toBe(5);
  });
});
