import type { Fact } from '../fact.ts';
import { evolveAnnouncements, noAnnouncements } from './announcement-state.ts';
import type { AnnouncementState } from './announcement-state.ts';
import { evolveBreaches, noBreaches } from './breach-state.ts';
import type { BreachState } from './breach-state.ts';
import { evolveDeletion, nothingDeleted } from './deletion-state.ts';
import type { DeletionState } from './deletion-state.ts';
import { evolveActivities, noActivities } from './activity-state.ts';
import type { ActivityState } from './activity-state.ts';
import { evolveAgreements, noAgreements } from './agreement-state.ts';
import type { AgreementState } from './agreement-state.ts';
import { evolveCombinations, noCombinations } from './combination-state.ts';
import type { CombinationState } from './combination-state.ts';
import { evolveNotices, noNotices } from './notice-state.ts';
import type { NoticeState } from './notice-state.ts';
import { evolveStops, noStops } from './stop-state.ts';
import type { StopState } from './stop-state.ts';
import { evolveSuccession, noSuccession } from './succession-state.ts';
import type { SuccessionState } from './succession-state.ts';

/** What the rules need to know of a company beside the person: plain JSON, bounded, whatever order the events arrive in. */
export interface ControllerState
  extends
    NoticeState,
    AgreementState,
    ActivityState,
    StopState,
    CombinationState,
    SuccessionState,
    DeletionState,
    BreachState,
    AnnouncementState {}

export const initialControllerState: ControllerState = {
  ...noNotices,
  ...noAgreements,
  ...noActivities,
  ...noStops,
  ...noCombinations,
  ...noSuccession,
  ...nothingDeleted,
  ...noBreaches,
  ...noAnnouncements,
};

const FOLDS: readonly ((state: ControllerState, fact: Fact) => ControllerState)[] = [
  evolveNotices,
  evolveAgreements,
  evolveActivities,
  evolveStops,
  evolveCombinations,
  evolveSuccession,
  evolveDeletion,
  evolveBreaches,
  evolveAnnouncements,
];

/** The state after one more recorded event of the company that is about no single person. */
export function evolveController(state: ControllerState, fact: Fact): ControllerState {
  return FOLDS.reduce((evolved, fold) => fold(evolved, fact), state);
}
