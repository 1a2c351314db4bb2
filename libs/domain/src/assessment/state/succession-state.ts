import { PersonalDataTransferred } from '../../processing/handing-over.ts';
import {
  SuccessorCommitmentAnswered,
  SuccessorReconsentObtained,
  SuccessorReconsentRefused,
} from '../../processing/succession.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

/** What a successor, or a person asked to go on with one, said. */
export interface SuccessionAnswer extends Dated {
  readonly newController: string;
  readonly answer: 'boundByPolicy' | 'notLower' | 'declined' | 'reconsentObtained' | 'reconsentRefused';
}

export interface SuccessionState {
  readonly transfers: readonly (Dated & { readonly newController: string })[];
  readonly successionAnswers: readonly SuccessionAnswer[];
}

export const noSuccession: SuccessionState = { transfers: [], successionAnswers: [] };

const ANSWER_COUNT_MAX = 50;

export function evolveSuccession<S extends SuccessionState>(state: S, fact: Fact): S {
  const { id, at } = fact;
  if (isFact(fact, PersonalDataTransferred)) {
    const { newController, effectiveAt } = fact.fields;
    const item = { id, at: effectiveAt === undefined ? at : Date.parse(effectiveAt), newController };
    return { ...state, transfers: withDated(state.transfers, item, ANSWER_COUNT_MAX) };
  }
  const answered = answerFrom(fact);
  if (answered === undefined) return state;
  const item: SuccessionAnswer = { id, at, ...answered };
  return { ...state, successionAnswers: withDated(state.successionAnswers, item, ANSWER_COUNT_MAX) };
}

function answerFrom(fact: Fact): Omit<SuccessionAnswer, keyof Dated> | undefined {
  if (isFact(fact, SuccessorCommitmentAnswered)) {
    const { newController, answer } = fact.fields;
    return { newController, answer };
  }
  if (isFact(fact, SuccessorReconsentObtained)) {
    return { newController: fact.fields.newController, answer: 'reconsentObtained' };
  }
  if (!isFact(fact, SuccessorReconsentRefused)) return undefined;
  return { newController: fact.fields.newController, answer: 'reconsentRefused' };
}
