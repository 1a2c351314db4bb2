/**
 * What a policy's text demands, as cases: earlier records, one record, and the verdict the text gives it. They are written
 * from the texts, not from the packs, and judged by the policy alone: what the law adds has cases of its own.
 */
import type { MissingCode, Outcome, RuleId } from '#libs/domain';

export interface PolicyCase {
  readonly title: string;
  readonly given?: readonly CaseRecord[];
  readonly when: CaseRecord;
  readonly then: ExpectedVerdict;
}

export interface CaseRecord {
  readonly type: string;
  readonly data: { readonly [field: string]: unknown };
  /** RFC 3339. Left out: one hour after the record before it, `START` for the first. */
  readonly at?: string;
  /** Name by which later records of the case refer to it, as `$name` in place of a UUID. */
  readonly name?: string;
  /** Slug of the version the record says it was done under. */
  readonly policyVersion?: string;
  /** Whose law the record says applies. */
  readonly jurisdictions?: readonly string[];
  /** Set if the record is about the company and no single person. */
  readonly aboutNobody?: true;
}

export interface ExpectedVerdict {
  readonly outcome: Outcome;
  /** The gravest finding. Left out: the policy has nothing to say about the record. */
  readonly rule?: RuleId;
  readonly row?: string;
  /** Line of the text the finding quotes first. */
  readonly line?: number;
  readonly missing?: MissingCode;
}

/** When the first record of a case happens. */
export const START = '2026-10-12T09:00:00+08:00';
