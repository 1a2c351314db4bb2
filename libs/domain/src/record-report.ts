import type { WrittenIdentifier } from './content.ts';

/**
 * A report as a service sends it: one act of processing, about one person, several, or none. CloudEvents and NDJSON carry
 * the same; only their wrapping differs.
 */
export interface RecordReport {
  /** UUID the service gave the record, or else `source` and `sourceId`, from which one is derived. */
  readonly id?: string;
  /** Which system of the service reports, and its own name for the record: together they never change. */
  readonly source?: string;
  readonly sourceId?: string;
  /** A record type: `PersonalDataShared`. */
  readonly type: string;
  readonly controllerId: string;
  /** When it happened, RFC 3339 with offset. */
  readonly occurredAt: string;
  readonly subject?: SubjectReference;
  /** One event is recorded for each, with one correlation id. Not beside `subject`. */
  readonly subjects?: readonly SubjectReference[];
  readonly actor?: ActorReference;
  /** Slug of the policy version in force when it happened. */
  readonly policyVersion?: string;
  /** ISO 3166 codes, `EU` or `EEA`. */
  readonly jurisdictions?: readonly string[];
  readonly correlationId?: string;
  readonly causationId?: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
  /** The fields of the type's definition. */
  readonly data: { readonly [field: string]: unknown };
  /** Personal detail by category, IRI or prefixed name: any JSON. Only of a person. */
  readonly details?: { readonly [category: string]: unknown };
}

/** Whose data it is: by the ledger's id, or by identifiers, of which the first decides. */
export type SubjectReference =
  | { readonly subjectId: string; readonly identifiers?: never }
  | { readonly identifiers: readonly WrittenIdentifier[]; readonly subjectId?: never };

/** Who acted for the controller. */
export type ActorReference =
  | { readonly kind: ActorKind; readonly actorId: string; readonly identifiers?: never }
  | { readonly kind: ActorKind; readonly identifiers: readonly WrittenIdentifier[]; readonly actorId?: never };

export type ActorKind = 'person' | 'service';

/** Most people one report may name. */
export const SUBJECT_COUNT_MAX = 1000;

/** The people a report is about, however it names them. */
export function subjectsOf(report: Pick<RecordReport, 'subject' | 'subjects'>): readonly SubjectReference[] {
  return report.subject === undefined ? (report.subjects ?? []) : [report.subject];
}
