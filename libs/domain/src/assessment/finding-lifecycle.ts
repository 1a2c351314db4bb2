import { FindingAccepted, FindingExplained, FindingResolved } from './assessment-events.ts';
import type { EventDefinition } from '../event-definition.ts';

/**
 * What becomes of a finding: it is open, somebody explains it, and then it is put right or answered for. Evidence that comes
 * late opens or closes it by itself.
 */
export type FindingStatus = 'open' | 'explained' | 'resolved' | 'accepted';
export const FINDING_STATUSES: readonly FindingStatus[] = ['open', 'explained', 'resolved', 'accepted'];

export type FindingStep = 'explain' | 'resolve' | 'accept';

export type FindingDecision =
  | { readonly ok: true; readonly definition: EventDefinition; readonly text: string }
  | { readonly ok: false; readonly code: 'closed' };

interface Step {
  readonly definition: EventDefinition;
  /** Field that holds the words. */
  readonly text: string;
  readonly status: FindingStatus;
}

const STEPS: { readonly [S in FindingStep]: Step } = {
  explain: { definition: FindingExplained, text: 'explanation', status: 'explained' },
  resolve: { definition: FindingResolved, text: 'resolution', status: 'resolved' },
  accept: { definition: FindingAccepted, text: 'reason', status: 'accepted' },
};

/** The event a step comes to; refused once the finding is closed. */
export function decideFinding({ status }: { readonly status: FindingStatus }, step: FindingStep): FindingDecision {
  if (status === 'resolved' || status === 'accepted') return { ok: false, code: 'closed' };
  const { definition, text } = STEPS[step];
  return { ok: true, definition, text };
}

/** Status after an event of this type; `undefined` if the type is none of a step. */
export function statusAfter(type: string): FindingStatus | undefined {
  return Object.values(STEPS).find(({ definition }) => definition.type === type)?.status;
}
