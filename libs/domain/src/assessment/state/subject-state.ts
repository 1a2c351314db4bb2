import type { Fact } from '../fact.ts';
import { evolveRights, noRequests } from './rights-state.ts';
import type { RightsState } from './rights-state.ts';
import { evolveBreaches, noBreaches } from './breach-state.ts';
import type { BreachState } from './breach-state.ts';
import { evolveDeletion, nothingDeleted } from './deletion-state.ts';
import type { DeletionState } from './deletion-state.ts';
import { nothingJudged } from './judged-state.ts';
import type { JudgedState } from './judged-state.ts';
import { evolveCombinations, noCombinations } from './combination-state.ts';
import type { CombinationState } from './combination-state.ts';
import { evolveConsents, noConsents } from './consent-state.ts';
import type { ConsentState } from './consent-state.ts';
import { evolveEvidence, noEvidence } from './evidence-state.ts';
import type { EvidenceState } from './evidence-state.ts';
import { evolveHoldings, noHoldings } from './holding-state.ts';
import type { HoldingState } from './holding-state.ts';
import { evolveNotices, noNotices } from './notice-state.ts';
import type { NoticeState } from './notice-state.ts';
import { evolveShares, noShares } from './share-state.ts';
import type { ShareState } from './share-state.ts';
import { evolveStops, noStops } from './stop-state.ts';
import type { StopState } from './stop-state.ts';
import { evolveSuccession, noSuccession } from './succession-state.ts';
import type { SuccessionState } from './succession-state.ts';

/**
 * What the rules need to know of one person: plain JSON, bounded, the same whatever order the events arrive in. Everything
 * in it names the recorded event it comes from, so that a verdict can.
 */
export interface SubjectState
  extends
    ConsentState,
    NoticeState,
    EvidenceState,
    StopState,
    HoldingState,
    ShareState,
    CombinationState,
    SuccessionState,
    DeletionState,
    BreachState,
    RightsState,
    JudgedState {}

export const initialSubjectState: SubjectState = {
  ...noConsents,
  ...noNotices,
  ...noEvidence,
  ...noStops,
  ...noHoldings,
  ...noShares,
  ...noCombinations,
  ...noSuccession,
  ...nothingDeleted,
  ...noBreaches,
  ...noRequests,
  ...nothingJudged,
};

const FOLDS: readonly ((state: SubjectState, fact: Fact) => SubjectState)[] = [
  evolveConsents,
  evolveNotices,
  evolveEvidence,
  evolveStops,
  evolveHoldings,
  evolveShares,
  evolveCombinations,
  evolveSuccession,
  evolveDeletion,
  evolveBreaches,
  evolveRights,
];

/** The state after one more recorded event about the person. */
export function evolveSubject(state: SubjectState, fact: Fact): SubjectState {
  return FOLDS.reduce((evolved, fold) => fold(evolved, fact), state);
}
