import type { ActorRef, Identifier, JsonObject, RecordReport } from '#libs/sdk';

export type { Identifier } from '#libs/sdk';

/** Every record type a service may report, so that the demo's life is checked to have them all. */
export const RECORD_TYPES = [
  'PersonalDataCollected',
  'PersonalDataUsed',
  'PersonalDataShared',
  'PersonalDataTransferred',
  'PersonalDataExported',
  'PersonalDataPubliclyDisclosed',
  'PersonalDataCorrected',
  'PersonalDataDeidentified',
  'PersonalDataAnonymized',
  'PersonalDataDeleted',
  'ReidentificationDetected',
  'NoticeGiven',
  'PolicyAcceptanceDeemed',
  'ConsentGiven',
  'ConsentWithdrawn',
  'ConsentExpired',
  'PermissionEnabled',
  'PermissionDisabled',
  'GuardianVerified',
  'SubjectAgeAsserted',
  'AccountCancelled',
  'ProcessingRestricted',
  'RestrictionLifted',
  'LegalHoldPlaced',
  'LegalHoldReleased',
  'BackupTaken',
  'BackupCopyIsolated',
  'BackupCopyCleared',
  'RecipientAccessRevoked',
  'RecipientAgreementConcluded',
  'ImpactAssessmentRecorded',
  'ProcessingActivityDeclared',
] as const;

export type RecordType = (typeof RECORD_TYPES)[number];

export type Fields = JsonObject;
export type Details = JsonObject;
export type Actor = ActorRef;

/** Somebody by what the company knows of them; the first identifier decides who it is. */
export interface Subject {
  readonly identifiers: readonly Identifier[];
}

/** A record as a company's system sends it to `POST /v1/records`. */
export interface Report extends RecordReport {
  readonly type: RecordType;
  readonly subject?: Subject;
  readonly subjects?: readonly Subject[];
}
