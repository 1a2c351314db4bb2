import { PersonalDataCombinationEnded, PersonalDataCombined } from '../../processing/combination.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

/** Data that names nobody, combined with other data so that it does. */
export interface Combination extends Dated {
  readonly combination: string;
  readonly combinedWith: string;
}

export interface CombinationState {
  readonly combinations: readonly Combination[];
  readonly combinationEnds: readonly (Dated & { readonly combination: string })[];
}

export const noCombinations: CombinationState = { combinations: [], combinationEnds: [] };

const COMBINATION_COUNT_MAX = 100;

export function evolveCombinations<S extends CombinationState>(state: S, fact: Fact): S {
  const { id, at } = fact;
  if (isFact(fact, PersonalDataCombined)) {
    const { combination, combinedWith } = fact.fields;
    const item = { id, at, combination, combinedWith };
    return { ...state, combinations: withDated(state.combinations, item, COMBINATION_COUNT_MAX) };
  }
  if (!isFact(fact, PersonalDataCombinationEnded)) return state;
  const end = { id, at, combination: fact.fields.combination };
  return { ...state, combinationEnds: withDated(state.combinationEnds, end, COMBINATION_COUNT_MAX) };
}

/** The combination that a data set is part of at an instant. */
export function combinationOf(state: CombinationState, dataset: string, at: number): Combination | undefined {
  return state.combinations.find(
    (one) =>
      one.combinedWith === dataset &&
      one.at <= at &&
      !state.combinationEnds.some((end) => end.combination === one.combination && end.at >= one.at && end.at <= at),
  );
}
