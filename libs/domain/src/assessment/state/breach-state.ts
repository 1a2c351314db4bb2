import { BreachDetected, BreachNoticeGiven } from '../../breach/breach.ts';
import type { ClearFieldValues } from '../../event-definition.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { withDated } from './dated.ts';
import type { Dated } from './dated.ts';

type NoticeFields = ClearFieldValues<(typeof BreachNoticeGiven)['fields']>;

export interface Breach extends Dated {
  readonly breachId: string;
  /** When the company knew, in milliseconds since 1970. */
  readonly awareAt: number;
}

export interface BreachState {
  readonly breaches: readonly Breach[];
  readonly breachNotices: readonly (Dated & Pick<NoticeFields, 'breachId' | 'audience'>)[];
}

export const noBreaches: BreachState = { breaches: [], breachNotices: [] };

const BREACH_COUNT_MAX = 200;

export function evolveBreaches<S extends BreachState>(state: S, fact: Fact): S {
  const { id, at } = fact;
  if (isFact(fact, BreachDetected)) {
    const { breachId, awareAt } = fact.fields;
    const item = { id, at, breachId, awareAt: Date.parse(awareAt) };
    return { ...state, breaches: withDated(state.breaches, item, BREACH_COUNT_MAX) };
  }
  if (!isFact(fact, BreachNoticeGiven)) return state;
  const { breachId, audience } = fact.fields;
  const item = { id, at, breachId, audience };
  return { ...state, breachNotices: withDated(state.breachNotices, item, BREACH_COUNT_MAX) };
}
