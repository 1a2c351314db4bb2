import { actFrom } from '../act.ts';
import type { Fact } from '../fact.ts';
import type { ConsentState } from './consent-state.ts';
import type { HoldingState } from './holding-state.ts';

/**
 * Whether the state has forgotten some of what an act was judged by: lists are bounded, and of full ones the oldest are gone. Whoever judged it
 * then knew more; judging it again would tell a gap that never was.
 */
export function isForgotten(
  { consentsCompleteFrom, holdings }: Pick<ConsentState & HoldingState, 'consentsCompleteFrom' | 'holdings'>,
  fact: Fact,
): boolean {
  const act = actFrom(fact);
  if (act === undefined) return false;
  if (consentsCompleteFrom !== undefined && act.at < consentsCompleteFrom) return true;
  return holdings.some(
    ({ category, completeFrom }) =>
      completeFrom !== undefined && act.at < completeFrom && act.categories.includes(category),
  );
}
