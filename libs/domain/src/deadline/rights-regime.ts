import type { BreachRegime } from './breach-regime.ts';
import type { LawRow } from './law.ts';
import type { Period } from './period.ts';

export const RIGHTS = [
  'access',
  'copy',
  'portability',
  'rectification',
  'completion',
  'erasure',
  'restriction',
  'objection',
  'explanation',
  'consentWithdrawal',
  'accountCancellation',
  'misuseReport',
  'optOut',
  'complaint',
] as const;
export type Right = (typeof RIGHTS)[number];

/** `receiptOrVerification`: from receipt, or from the proof of identity where one was asked for. */
export type ResponseStart = 'receipt' | 'verification' | 'receiptOrVerification';

/** How long one law gives for the answer to a request. */
export interface RightsRegime extends LawRow {
  readonly rights: 'all' | readonly Right[];
  readonly wording: string;
  readonly clockStart: ResponseStart;
  readonly response: Period;
  readonly acknowledgement?: Period;
  /** Once, and told to the person before the first time is over. */
  readonly extension?: { readonly by: Period; readonly wording: string };
}

/** What one law says about the time in which data must go. */
export interface DeletionRegime extends LawRow {
  readonly wording: string;
  readonly because: readonly DeletionCause[];
  readonly deadline: Period;
}

export const DELETION_CAUSES = [
  'accountCancelled',
  'subjectRequest',
  'consentWithdrawn',
  'retentionExpired',
  'serviceEnded',
  /** The one that must let go is a recipient. */
  'recipientServiceEnded',
] as const;
export type DeletionCause = (typeof DELETION_CAUSES)[number];

/** The law the ledger knows, by what it gives time for. */
export interface TimedLaw {
  readonly breach: readonly BreachRegime[];
  readonly rights: readonly RightsRegime[];
  readonly deletion: readonly DeletionRegime[];
}
