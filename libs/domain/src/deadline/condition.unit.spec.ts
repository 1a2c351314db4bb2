import { describe, expect, it } from '@jest/globals';
import { holds, undeclaredIn } from './condition.ts';
import type { Condition } from './condition.ts';

describe('holds', () => {
  it.each<[string, Condition, boolean | undefined]>([
    ['enough people', { subjectsMin: 500 }, true],
    ['too few people', { subjectsMin: 501 }, false],
    ['risk reached', { riskMin: 'risk' }, true],
    ['high risk not reached', { riskMin: 'high' }, false],
    ['declared', { is: 'sensitive' }, true],
    ['declared not to be', { is: 'financial' }, false],
    ['not declared', { is: 'minors' }, undefined],
    ['not (not declared)', { not: { is: 'minors' } }, undefined],
    ['any: one suffices, whatever else', { anyOf: [{ is: 'minors' }, { is: 'sensitive' }] }, true],
    ['any: none known to hold', { anyOf: [{ is: 'minors' }, { is: 'financial' }] }, undefined],
    ['all: one fails, whatever else', { allOf: [{ is: 'minors' }, { is: 'financial' }] }, false],
    ['all: the rest holds', { allOf: [{ is: 'minors' }, { is: 'sensitive' }] }, undefined],
  ])('%s', (_what, condition, expected) => {
    const known = { subjects: 500, risk: 'risk', circumstances: { sensitive: true, financial: false } } as const;
    expect(holds(condition, known)).toBe(expected);
  });

  it('knows that a part of all people is not more than all', () => {
    expect(holds({ subjectsMin: 500 }, { subjectsMax: 499 })).toBe(false);
    expect(holds({ subjectsMin: 500 }, { subjectsMax: 500 })).toBeUndefined();
    expect(holds({ subjectsMin: 500 }, {})).toBeUndefined();
  });
});

describe('undeclaredIn', () => {
  it('names what would decide, each once, and nothing that does not matter any more', () => {
    const condition: Condition = {
      anyOf: [{ subjectsMin: 500 }, { riskMin: 'high' }, { is: 'minors' }, { not: { is: 'minors' } }],
    };
    expect(undeclaredIn(condition, { risk: 'risk' })).toEqual(['subjects', 'minors']);
    expect(undeclaredIn(condition, { risk: 'high' })).toEqual([]);
  });
});
