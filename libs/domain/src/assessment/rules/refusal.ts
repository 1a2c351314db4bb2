import type { ClearFieldValues } from '../../event-definition.ts';
import type { RightsRequestAnswered } from '../../rights-request/request.ts';

export type Answered = ClearFieldValues<(typeof RightsRequestAnswered)['fields']>;

/** Whether a request was refused, all or in part. */
export function isRefusal({ outcome }: Pick<Answered, 'outcome'>): boolean {
  return outcome === 'refused' || outcome === 'partlyFulfilled';
}

/** A refusal that says itself that it has no reason, or none anybody could look up. */
export function isWithoutReason({
  outcome,
  refusalGround: ground,
}: Pick<Answered, 'outcome' | 'refusalGround'>): boolean {
  return isRefusal({ outcome }) && (ground === undefined || ground === 'none' || ground === 'other');
}
