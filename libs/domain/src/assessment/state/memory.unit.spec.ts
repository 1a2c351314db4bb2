import { describe, expect, it } from '@jest/globals';
import type { Fact } from '../fact.ts';
import { isForgotten } from './memory.ts';
import { evolveSubject, initialSubjectState } from './subject-state.ts';
import type { SubjectState } from './subject-state.ts';

const collected = (index: number): Fact => ({
  id: `collected-${String(index).padStart(3, '0')}`,
  type: 'PersonalDataCollected',
  at: index,
  fields: {
    source: { kind: 'subject' },
    function: 'account',
    purposes: [index === 0 ? 'first' : 'again'],
    categories: [{ category: 'email' }],
    legalBasis: index === 0 ? 'contract' : 'consent',
  },
});

const consented = (index: number): Fact => ({
  id: `consent-${String(index).padStart(3, '0')}`,
  type: 'ConsentGiven',
  at: index,
  fields: { form: 'express', givenBy: 'subject', scope: { purposes: ['first'], categories: ['email'] } },
});

const used = (at: number, category = 'email'): Fact => ({
  ...{ id: `used-${at}`, type: 'PersonalDataUsed', at },
  fields: { operation: 'use', purposes: ['first'], categories: [category] },
});

const after = (count: number, of: (index: number) => Fact): SubjectState =>
  Array.from({ length: count }, (_, index) => of(index)).reduce(evolveSubject, initialSubjectState);

describe('what a person is remembered by', () => {
  it('keeps since when data was collected for a purpose and on a basis, however often it is collected', () => {
    const [holding] = after(500, collected).holdings;
    const known = [0, 1, 2].map((index) => collected(index).id);
    expect(holding?.purposes.map(({ term, id }) => [term, id])).toEqual([
      ['first', known[0]],
      ['again', known[1]],
      ['again', known[2]],
    ]);
    expect(holding?.legalBases.map(({ term }) => term)).toEqual(['contract', 'consent', 'consent']);
  });

  it('is told to be forgotten of acts before the oldest collection that is remembered, of their categories only', () => {
    expect(isForgotten(after(32, collected), used(0))).toBe(false);
    const state = after(40, collected);
    expect(state.holdings[0]?.completeFrom).toBe(8);
    expect([7, 8].map((at) => isForgotten(state, used(at)))).toEqual([true, false]);
    expect(isForgotten(state, used(7, 'phone'))).toBe(false);
  });

  it('is told to be forgotten of acts before the oldest consent that is remembered', () => {
    expect(isForgotten(after(200, consented), used(0))).toBe(false);
    const state = after(210, consented);
    expect([9, 10].map((at) => isForgotten(state, used(at)))).toEqual([true, false]);
  });

  it('says nothing else when the same is recorded in another order, or twice', () => {
    const facts = Array.from({ length: 50 }, (_, index) => collected(index));
    const inOrder = facts.reduce(evolveSubject, initialSubjectState);
    expect(facts.toReversed().reduce(evolveSubject, initialSubjectState)).toEqual(inOrder);
    expect(facts.reduce(evolveSubject, inOrder)).toEqual(inOrder);
  });
});
