import type { Fact } from '../fact.ts';
import { evolveConsents, noConsents } from './consent-state.ts';
import type { ConsentState } from './consent-state.ts';
import { evolveEvidence, noEvidence } from './evidence-state.ts';
import type { EvidenceState } from './evidence-state.ts';
import { evolveNotices, noNotices } from './notice-state.ts';
import type { NoticeState } from './notice-state.ts';

/**
 * What the rules need to know of one person: plain JSON, bounded, the same whatever order the events arrive in. Everything in it names the
 * recorded event it comes from, so that a verdict can.
 */
export interface SubjectState extends ConsentState, NoticeState, EvidenceState {}

export const initialSubjectState: SubjectState = { ...noConsents, ...noNotices, ...noEvidence };

const FOLDS: readonly ((state: SubjectState, fact: Fact) => SubjectState)[] = [
  evolveConsents,
  evolveNotices,
  evolveEvidence,
];

/** The state after one more recorded event about the person. */
export function evolveSubject(state: SubjectState, fact: Fact): SubjectState {
  return FOLDS.reduce((evolved, fold) => fold(evolved, fact), state);
}
