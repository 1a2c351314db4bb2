import {
  evolveController,
  evolveSubject,
  initialControllerState,
  initialSubjectState,
  nothingJudged,
} from '#libs/domain';
import type { AssessmentCause, ControllerState, Fact, FindingChange, JudgedState, SubjectState } from '#libs/domain';
import type { FindingRecord } from './finding-record.ts';

/** Shape of the states below and of what goes into them. Raised with every change of a fold: they are made anew then. */
export const STATE_VERSION = 3;

const SUBJECT_PREFIX = 'dataSubject-';
const CONTROLLER_PREFIX = 'dataController-';

export const subjectStreamOf = (subjectId: string): string => SUBJECT_PREFIX + subjectId;
export const controllerStreamOf = (controllerId: string): string => CONTROLLER_PREFIX + controllerId;
export const isAssessed = (streamName: string): boolean =>
  streamName.startsWith(SUBJECT_PREFIX) || streamName.startsWith(CONTROLLER_PREFIX);

/** What the rules know of whom a stream is about: a person, or a company. */
export type Known =
  | { readonly kind: 'subject'; readonly state: SubjectState }
  | { readonly kind: 'controller'; readonly state: ControllerState };

export function nothingKnown(streamName: string): Known {
  return streamName.startsWith(SUBJECT_PREFIX)
    ? { kind: 'subject', state: initialSubjectState }
    : { kind: 'controller', state: initialControllerState };
}

export function evolveKnown(known: Known, fact: Fact): Known {
  return known.kind === 'subject'
    ? { kind: 'subject', state: evolveSubject(known.state, fact) }
    : { kind: 'controller', state: evolveController(known.state, fact) };
}

/** A change of a finding that waits to be appended. */
export interface PendingChange {
  readonly change: FindingChange;
  readonly cause: AssessmentCause;
  /** When the ledger learnt what made it judge, RFC 3339. */
  readonly at: string;
  readonly causedBy: string;
}

/** A stream as the assessor follows it. */
export interface AssessedStream {
  readonly streamName: string;
  readonly controllerId: string;
  /** Subject, or company. */
  readonly targetId: string;
  known: Known;
  judged: JudgedState;
  /** Last event that went into it; -1 for none. */
  revision: number;
  findingsRevision: number;
  /** The findings on record and those that wait; left out while nobody had to look. */
  findings: FindingRecord | undefined;
  pending: PendingChange[];
}

export function newAssessedStream(streamName: string, controllerId: string): AssessedStream {
  return {
    streamName,
    controllerId,
    targetId: streamName.slice(streamName.indexOf('-') + 1),
    known: nothingKnown(streamName),
    judged: nothingJudged,
    revision: -1,
    findingsRevision: -1,
    findings: undefined,
    pending: [],
  };
}
