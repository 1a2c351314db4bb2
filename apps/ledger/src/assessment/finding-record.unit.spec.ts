import { describe, expect, it } from '@jest/globals';
import { FindingRaised, FindingRevised } from '#libs/domain';
import type { FindingChange, RuleId } from '#libs/domain';
import { NO_FINDINGS, withChange } from './finding-record.ts';

const raised = (findingId: string, rule: RuleId): FindingChange => ({
  definition: FindingRaised,
  ...{ recordId: 'record-1', rule, number: 0 },
  fields: { findingId, recordId: 'record-1', rule, outcome: 'violates', cause: 'record', position: 7 },
});

describe('findings that wait to be appended', () => {
  it('stand beside each other when one verdict raises two', () => {
    const both = [raised('a', 'SHR-AFFILIATE'), raised('b', 'SHR-PURPOSE-LOCK')].reduce(withChange, NO_FINDINGS);
    expect([...both.byId.values()].map(({ findingId, outcome }) => [findingId, outcome])).toEqual([
      ['a', 'violates'],
      ['b', 'violates'],
    ]);
  });

  it('are revised as recorded ones are', () => {
    const before = withChange(NO_FINDINGS, raised('a', 'SHR-AFFILIATE'));
    const revised: FindingChange = {
      definition: FindingRevised,
      ...{ recordId: 'record-1', rule: 'SHR-AFFILIATE', number: 1 },
      fields: { findingId: 'a', number: 1, outcome: 'conforms', cause: 'evidence', position: 9 },
    };
    expect(withChange(before, revised).byId.get('a')).toMatchObject({
      outcome: 'conforms',
      status: 'resolved',
      number: 2,
    });
    expect(before.byId.get('a')?.outcome).toBe('violates');
  });
});
