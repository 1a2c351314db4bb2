import type { RecordReport } from '#libs/domain';
import { itemProblem, type ItemProblem, type ProblemCode } from '../problems/index.ts';
import type { AppendAnswer } from './record-appender.ts';
import type { RecordDraft } from './record-draft.ts';

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

/** What became of one report of a request. */
export type ReportOutcome =
  | { readonly status: 201; readonly replayed: boolean; readonly receipt: RecordReceipt }
  | { readonly status: number; readonly problem: ItemProblem };

/** What became of one event. */
export type DraftOutcome =
  | {
      readonly kind: 'recorded' | 'replayed';
      readonly id: string;
      readonly subjectId: string | undefined;
      readonly revision: number;
      readonly position: number;
    }
  | { readonly problem: ItemProblem };

/** How a failed append is told; codes of the event store that are not here are told as `unavailable`. */
const FAILURES: { readonly [code: string]: ProblemCode } = {
  appendTooLarge: 'bodyTooLarge',
  overloaded: 'overloaded',
  closed: 'shuttingDown',
  damaged: 'damaged',
  storageFull: 'storageFull',
};

export function outcomeOfAnswer(answer: AppendAnswer, id: string, subjectId: string | undefined): DraftOutcome {
  switch (answer.kind) {
    case 'recorded':
    case 'replayed':
      return { kind: answer.kind, id, subjectId, revision: answer.revision, position: answer.position };
    case 'contentDiffers':
      return { problem: itemProblem('contentConflict') };
    case 'unknown':
      return { problem: itemProblem('outcomeUnknown') };
    case 'failed':
      return { problem: itemProblem(FAILURES[answer.code] ?? 'unavailable') };
  }
}

/**
 * One outcome for each report. A report about several people is recorded when all its events are; until then it is
 * refused with what stood in the way of the first that is not, and sending it again completes it.
 */
export function outcomesOf(
  reports: readonly RecordReport[],
  drafts: readonly RecordDraft[],
  outcomes: readonly DraftOutcome[],
): ReportOutcome[] {
  const byReport = Map.groupBy(drafts.keys(), (place) => drafts[place]?.reportIndex);
  return reports.map((report, index) => {
    const places = byReport.get(index) ?? [];
    const events: EventReceipt[] = [];
    let replayed = true;
    for (const place of places) {
      const outcome = outcomes[place];
      if (outcome === undefined) throw new Error('Every draft has an outcome.');
      if ('problem' in outcome) return { status: outcome.problem.status, problem: outcome.problem };
      replayed &&= outcome.kind === 'replayed';
      events.push(receiptOf(outcome));
    }
    const last = events.at(-1);
    if (last === undefined) throw new Error('Every report has an event.');
    const recordId = drafts[places[0] ?? 0]?.recordId ?? last.id;
    const receipt =
      report.subjects === undefined
        ? last
        : { id: recordId, revision: last.revision, position: last.position, subjects: events };
    return { status: 201, replayed, receipt };
  });
}

function receiptOf({
  id,
  subjectId,
  revision,
  position,
}: Exclude<DraftOutcome, { readonly problem: ItemProblem }>): EventReceipt {
  return subjectId === undefined ? { id, revision, position } : { id, subjectId, revision, position };
}
