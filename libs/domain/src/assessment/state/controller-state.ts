import type { Fact } from '../fact.ts';
import { evolveNotices, noNotices } from './notice-state.ts';
import type { NoticeState } from './notice-state.ts';

/** What the rules need to know of one company beside the person: plain JSON, bounded, whatever order the events arrive in. */
export type ControllerState = NoticeState;

export const initialControllerState: ControllerState = { ...noNotices };

const FOLDS: readonly ((state: ControllerState, fact: Fact) => ControllerState)[] = [evolveNotices];

/** The state after one more recorded event of the company that is about no single person. */
export function evolveController(state: ControllerState, fact: Fact): ControllerState {
  return FOLDS.reduce((evolved, fold) => fold(evolved, fact), state);
}
