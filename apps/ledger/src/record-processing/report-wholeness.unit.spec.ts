import { describe, expect, it } from '@jest/globals';
import type { Named, RecordReport } from '#libs/domain';
import { itemProblem } from '../problems/index.ts';
import type { RecordDraft } from './record-draft.ts';
import type { IdentifiedDraft } from './record-preparation.ts';
import { identifierInClear, onePersonOnce, refusedWhole, type Identification } from './report-wholeness.ts';

const SUBJECTS = [{ subjectId: 'a' }, { subjectId: 'b' }, { subjectId: 'c' }];
const report = { subjects: SUBJECTS } as unknown as RecordReport;
const draftOf = (reportIndex: number, place: number) =>
  ({ slip: { reportIndex, isOneOfSeveral: true }, report, subject: SUBJECTS[place] }) as unknown as RecordDraft;
const found = (id: string): Identification => ({ person: { id } }) as IdentifiedDraft;
const problemsOf = (all: readonly Identification[]) =>
  all.map((one) => ('problem' in one ? (one.problem.errors?.[0]?.pointer ?? one.problem.code) : undefined));

describe('a report about several people', () => {
  const drafts = [draftOf(0, 0), draftOf(0, 1), draftOf(1, 0), draftOf(1, 1)];

  it('names nobody twice', () => {
    const all = onePersonOnce(drafts, [found('x'), found('x'), found('x'), found('y')]);
    expect(problemsOf(all)).toEqual([undefined, '/subjects/1', undefined, undefined]);
  });

  it('is refused as a whole, and no other with it', () => {
    const problem = itemProblem('unknownSubject');
    const all = refusedWhole(drafts, [found('x'), { problem }, found('x'), found('y')]);
    expect(problemsOf(all)).toEqual(['unknownSubject', 'unknownSubject', undefined, undefined]);
  });
});

describe('an identifier in a slug', () => {
  const named = (...references: string[]) => ({ references: new Set(references) }) as unknown as Named;
  const about = (value: string, policyVersion?: string) =>
    ({
      subject: { identifiers: [{ scheme: 'email', value }] },
      ...(policyVersion === undefined ? {} : { policyVersion }),
    }) as unknown as RecordReport;
  const pointerOf = (...given: Parameters<typeof identifierInClear>) =>
    identifierInClear(...given)?.errors?.[0]?.pointer;

  it('is found as it stands, and as what a slug keeps of it', () => {
    expect(pointerOf(about('u-4711'), named('checkout', 'u-4711'))).toBe('/data');
    expect(pointerOf(about('Li@Example.com'), named('li_example.com'))).toBe('/data');
    expect(pointerOf(about('wang.fang'), named())).toBeUndefined();
    expect(pointerOf(about('wang.fang', 'wang-fang'), named())).toBe('/policyVersion');
  });

  it('is not seen in other words', () => {
    expect(pointerOf(about('u-4711'), named('u-4712', 'checkout-u-4711x'))).toBeUndefined();
    expect(pointerOf(about('abc'), named('abc'))).toBeUndefined();
  });
});
