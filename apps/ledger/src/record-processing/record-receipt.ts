import { itemProblem, type ItemProblem, type ProblemCode } from '../problems/index.ts';
import type { AppendAnswer } from './record-appender.ts';

/** Where one event of a record came to stand. */
export interface EventReceipt {
  /** Event id: the record's id, or one derived from it where a record names several subjects. */
  readonly id: string;
  /** Absent for a record that is about no single person. */
  readonly subjectId?: string;
  readonly revision: number;
  readonly position: number;
}

/** The answer to a recorded report: where it stands, or its last event. `subjects` has one entry each where it named several. */
export interface RecordReceipt extends EventReceipt {
  readonly subjects?: readonly EventReceipt[];
}

/** What became of one report of a request, or of one of its events. */
export type ReportOutcome =
  | { readonly status: 201; readonly replayed: boolean; readonly receipt: RecordReceipt }
  | { readonly status: number; readonly problem: ItemProblem };

/**
 * What is kept of a draft while its event is being written, to answer for it: nothing of what was said. Drafts that waited
 * with it survived garbage collection, and copying them was a quarter of the time of a batch.
 */
export interface EventSlip {
  /** Place of its report in the command. */
  readonly reportIndex: number;
  /** The report's id; the event's own where there is one event only. */
  readonly recordId: string;
  readonly eventId: string;
  /** Whether its report names several people, who are answered for together. */
  readonly isOneOfSeveral: boolean;
  outcome: ReportOutcome | undefined;
}

/** How a failed append is told; codes of the event store that are not here are told as `unavailable`. */
const FAILURES: { readonly [code: string]: ProblemCode } = {
  appendTooLarge: 'bodyTooLarge',
  overloaded: 'overloaded',
  closed: 'shuttingDown',
  damaged: 'damaged',
  storageFull: 'storageFull',
};

export const refusalOf = (problem: ItemProblem): ReportOutcome => ({ status: problem.status, problem });

export function outcomeOfAnswer(answer: AppendAnswer, id: string, subjectId: string | undefined): ReportOutcome {
  switch (answer.kind) {
    case 'recorded':
    case 'replayed':
      return { status: 201, replayed: answer.kind === 'replayed', receipt: receiptOf({ ...answer, id, subjectId }) };
    case 'contentDiffers':
      return refusalOf(itemProblem('contentConflict'));
    case 'unknown':
      return refusalOf(itemProblem('outcomeUnknown'));
    case 'failed':
      return refusalOf(itemProblem(FAILURES[answer.code] ?? 'unavailable'));
  }
}

export function receiptOf(recorded: {
  readonly id: string;
  readonly subjectId: string | undefined;
  readonly revision: number;
  readonly position: number;
}): EventReceipt {
  const { id, subjectId, revision, position } = recorded;
  return subjectId === undefined ? { id, revision, position } : { id, subjectId, revision, position };
}

/**
 * One outcome for each report. A report about several people is recorded when all its events are; until then it is
 * refused with what stood in the way of the first that is not, and sending it again completes it.
 * @param slips Those of one report one after the other.
 */
export function outcomesOf(slips: readonly EventSlip[]): ReportOutcome[] {
  const outcomes: ReportOutcome[] = [];
  for (let first = 0; first < slips.length;) {
    const { isOneOfSeveral, reportIndex } = slips[first] as EventSlip;
    let end = first + 1;
    if (isOneOfSeveral) while (slips[end]?.reportIndex === reportIndex) end++;
    outcomes.push(isOneOfSeveral ? outcomeOfSeveral(slips.slice(first, end)) : outcomeOfEvent(slips[first]));
    first = end;
  }
  return outcomes;
}

function outcomeOfSeveral(slips: readonly EventSlip[]): ReportOutcome {
  const events: EventReceipt[] = [];
  let replayed = true;
  for (const slip of slips) {
    const outcome = outcomeOfEvent(slip);
    if ('problem' in outcome) return outcome;
    replayed &&= outcome.replayed;
    events.push(outcome.receipt);
  }
  const { revision = 0, position = 0 } = events.at(-1) ?? {};
  const id = slips[0]?.recordId ?? '';
  return { status: 201, replayed, receipt: { id, revision, position, subjects: events } };
}

function outcomeOfEvent(slip: EventSlip | undefined): ReportOutcome {
  if (slip?.outcome === undefined) throw new Error('Every event has an outcome.');
  return slip.outcome;
}
