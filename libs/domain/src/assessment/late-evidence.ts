import { ImpactAssessmentRecorded } from '../breach/impact-assessment.ts';
import { ProcessingActivityDeclared } from '../policy/processing-activity.ts';
import { RecipientAgreementConcluded } from '../recipient/agreement.ts';
import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';
import type { MissingCode } from './missing.ts';
import type { JudgedState, OpenFact } from './state/judged-state.ts';

/**
 * Records arrive in another order than things happen. What was judged before a piece of evidence came has to be judged anew
 * if the evidence bears on it; this says what that is, so that nobody judges everything again.
 */

/** What to judge anew because of a piece of evidence. */
export interface Revision {
  /** Ids of judged acts that may conform now. */
  readonly facts: readonly string[];
  /** Every act that happened from then on may not conform any more. In milliseconds since 1970. */
  readonly from?: number;
}

/** What of one person's judged acts a new record bears on. Mostly nothing: evidence comes before the acts it is for. */
export function revisedBy({ open, lastActAt }: JudgedState, evidence: Fact): Revision {
  if (lastActAt === undefined) return NOTHING;
  const facts = open.filter((fact) => couldMend(evidence, fact)).map(({ id }) => id);
  const from = WORSENING.has(evidence.type) ? reachOf(evidence) : Infinity;
  return from > lastActAt ? { facts } : { facts, from };
}

const NOTHING: Revision = { facts: [] };

/** Whether a record could make an act conform that did not: it tells of what was missing, and of the time before the act. */
export function couldMend(evidence: Fact, { at, missing }: Pick<OpenFact, 'at' | 'missing'>): boolean {
  const reach = reachOf(evidence);
  return missing.some((code) => isTouched(code, evidence.type) && (reach <= at || UNDATED.has(code)));
}

const isTouched = (code: MissingCode, type: string): boolean =>
  MENDED_BY[code].includes(type) || ALSO_TOUCHED_BY[code]?.includes(type) === true;

/** Codes of what a record of this type bears on, to look for by what was missing. */
export function codesMendedBy(type: string): readonly MissingCode[] {
  return CODES_BY_TYPE.get(type) ?? [];
}

/** Types of the records that supply what was missing, as people are told: with one of them the act conforms. */
export function typesMending(code: MissingCode): readonly string[] {
  return MENDED_BY[code];
}

/**
 * The first instant from which the rules count a record, in milliseconds since 1970. An age tells of the years before as well; an agreement
 * that was not in force is another answer than none; an assessment counts from when it was carried out, an activity from its first day.
 */
function reachOf(fact: Fact): number {
  if (fact.type === 'SubjectAgeAsserted' || isFact(fact, RecipientAgreementConcluded)) return -Infinity;
  if (isFact(fact, ImpactAssessmentRecorded)) return Date.parse(fact.fields.carriedOutAt);
  if (!isFact(fact, ProcessingActivityDeclared) || fact.fields.validFrom === undefined) return fact.at;
  return Date.parse(fact.fields.validFrom) - EARLIEST_ZONE_MS;
}

/** A day begins nowhere earlier before midnight in UTC. */
const EARLIEST_ZONE_MS = 14 * 3_600_000;

/** Records that can make an act unlawful that was thought to conform. */
const WORSENING: ReadonlySet<string> = new Set([
  'ConsentWithdrawn',
  'ConsentExpired',
  'PermissionDisabled',
  'SubjectAgeAsserted',
  'AccountCancelled',
  'UseStopped',
  'ProcessingRestricted',
  'BackupCopyIsolated',
  'RecipientAgreementEnded',
  'RecipientServiceEnded',
  'SuccessorCommitmentAnswered',
  'SuccessorReconsentRefused',
  'PersonalDataCombined',
  'PersonalDataAnonymized',
  'ServiceTerminated',
  'RightsRequestReceived',
  'RightsRequestIdentityChecked',
  'RightsRequestExtended',
  'RightsRequestAnswered',
  'PersonalDataCollected',
  'PersonalDataShared',
  'BreachDetected',
  'ProcessingActivityDeclared',
  'PersonalDataTransferred',
]);

/** What was named was not on file at all: whatever its date is, a record of that name is another answer. */
const UNDATED: ReadonlySet<MissingCode> = new Set(['referredUnknown', 'impactAssessmentNotOnFile']);

const BY_CONSENT = ['ConsentGiven'];
/** What rests on no declared basis may rest on one that is on file. */
const BY_BASIS = ['ConsentGiven', 'ProcessingActivityDeclared', 'PersonalDataCollected'];
const BY_NOTICE = ['NoticeGiven'];
const BY_REQUEST = ['RightsRequestReceived'];
const BY_AGREEMENT = ['RecipientAgreementConcluded'];
/** Only the record itself could have said it, or nothing can mend it. */
const BY_NOTHING: readonly string[] = [];

/** Which records supply what was missing. */
const MENDED_BY: { readonly [C in MissingCode]: readonly string[] } = {
  consentMissing: BY_CONSENT,
  consentTooWeak: BY_CONSENT,
  consentEnded: BY_CONSENT,
  referredUnknown: ['ConsentGiven', 'NoticeGiven'],
  noticeMissing: BY_NOTICE,
  noticeLacks: BY_NOTICE,
  exceptionNotListed: BY_NOTHING,
  exceptionDoesNotCover: BY_NOTHING,
  resultIdentified: BY_NOTHING,
  resultNotDeclared: BY_NOTHING,
  basisNotDeclared: BY_BASIS,
  basisUnknownToLaw: BY_CONSENT,
  ageUnknown: ['SubjectAgeAsserted', 'ConsentGiven'],
  ageLimitNotKnown: ['SubjectAgeAsserted', 'ConsentGiven'],
  guardianNotVerified: ['GuardianVerified', 'SubjectAgeAsserted'],
  categoryNotListed: BY_NOTHING,
  optionalTakenAsRequired: BY_NOTHING,
  requiredElsewhere: BY_NOTHING,
  refusedNotDeclared: BY_NOTHING,
  necessityNotDeclared: ['ProcessingActivityDeclared'],
  browsingNeedsNothing: BY_NOTHING,
  permissionNotEnabled: ['PermissionEnabled'],
  functionNotInUse: BY_NOTHING,
  functionUseNotDeclared: BY_NOTHING,
  warrantyMissing: BY_CONSENT,
  sourceUndisclosed: BY_NOTHING,
  authorisationNotDeclared: BY_NOTHING,
  necessityNotExplained: BY_NOTICE,
  purposeNotListed: ['NoticeGiven', 'ConsentGiven'],
  unsubscribed: BY_CONSENT,
  purposeExcluded: BY_NOTHING,
  useStopped: ['RestrictionLifted', 'BackupCopyCleared', 'PersonalDataCollected'],
  combinedIsPersonal: ['PersonalDataCombinationEnded'],
  combinationNotRecorded: ['PersonalDataCombined'],
  decisionLacks: BY_NOTHING,
  decisionNotDeclared: BY_NOTHING,
  groundNotListed: BY_NOTHING,
  legalOrderNotNamed: BY_NOTHING,
  recipientDidNotAsk: BY_NOTHING,
  askingNotDeclared: BY_NOTHING,
  counterpartyNotPerformed: BY_NOTHING,
  performanceNotDeclared: BY_NOTHING,
  legalDocumentMissing: BY_NOTHING,
  investigationNotNamed: BY_NOTHING,
  approvalMissing: BY_NOTHING,
  notEncrypted: BY_NOTHING,
  encryptionNotDeclared: BY_NOTHING,
  tooIdentifiable: BY_NOTHING,
  reidentificationNotExcluded: BY_CONSENT,
  reidentificationNotDeclared: BY_CONSENT,
  beyondNecessary: ['ProcessingActivityDeclared'],
  beyondListed: BY_NOTHING,
  purposeBeyond: BY_NOTHING,
  sharedPurposesUnknown: ['PersonalDataShared'],
  agreementNotDeclared: BY_AGREEMENT,
  agreementNotOnFile: BY_AGREEMENT,
  agreementNotInForce: BY_AGREEMENT,
  termsNotDeclared: BY_NOTHING,
  termsLacking: BY_NOTHING,
  jointControllersNotNamed: BY_NOTHING,
  assessmentMissing: BY_AGREEMENT,
  notMonitored: BY_NOTHING,
  monitoringNotDeclared: BY_NOTHING,
  saleForbidden: BY_NOTHING,
  serviceEnded: BY_AGREEMENT,
  pastDataKept: BY_NOTHING,
  successorNotBound: ['SuccessorCommitmentAnswered'],
  successorDeclined: ['SuccessorCommitmentAnswered', 'SuccessorReconsentObtained'],
  exportForbidden: BY_NOTHING,
  mechanismNotAllowed: BY_NOTHING,
  neitherMechanismNorConsent: BY_CONSENT,
  mechanismNotShown: BY_NOTHING,
  mechanismNotOnFile: BY_AGREEMENT,
  mechanismNotInForce: BY_AGREEMENT,
  impactAssessmentMissing: ['ImpactAssessmentRecorded'],
  assessmentLacks: BY_NOTHING,
  assessmentKeptTooShort: BY_NOTHING,
  assessmentNotDeclared: BY_NOTHING,
  impactAssessmentNotOnFile: ['ImpactAssessmentRecorded'],
  policySaysNeither: BY_NOTHING,
  policyUnknown: BY_NOTHING,
  policyUnpublished: BY_NOTHING,
  actIsNoAcceptance: BY_NOTHING,
  measuresNotDeclared: BY_NOTHING,
  measuresLacking: BY_NOTHING,
  activityLacks: BY_NOTHING,
  calendarEnds: BY_NOTHING,
  retentionOver: ['PersonalDataCollected'],
  cookieOver: ['PersonalDataCollected'],
  cookieLifeNotDeclared: BY_NOTHING,
  cookieOutlivesSession: BY_NOTHING,
  deletionRefused: BY_NOTHING,
  deletionGroundNotDeclared: BY_REQUEST,
  deletedLate: ['DeletionDeferred', 'LegalHoldPlaced'],
  deletionCauseNotOnFile: ['AccountCancelled', 'RightsRequestReceived', 'RightsRequestAnswered'],
  recipientsNotTold: ['RecipientDeletionNotified', 'RecipientDeletionAnswered'],
  recipientsToldNotDeclared: ['RecipientDeletionNotified', 'RecipientDeletionAnswered'],
  deletionNotAskedFor: BY_NOTHING,
  deletionAskedNotDeclared: BY_NOTHING,
  recipientKeeps: BY_NOTHING,
  exemptionNotDeclared: BY_NOTHING,
  deletedCameBack: BY_NOTHING,
  deferralNotAllowed: BY_NOTHING,
  lawNotNamed: BY_NOTHING,
  notOnlyStored: BY_NOTHING,
  onlyStoredNotDeclared: BY_NOTHING,
  anonymizedNamed: ['ReidentificationDetected', 'PersonalDataCollected'],
  irreversibilityNotAttested: BY_NOTHING,
  consentWithdrawn: BY_CONSENT,
  requestNotOnFile: BY_REQUEST,
  identityNotVerified: ['RightsRequestIdentityChecked'],
  answeredLate: ['RightsRequestIdentityChecked', 'RightsRequestExtended'],
  extendedLate: ['RightsRequestIdentityChecked'],
  extensionNotTold: BY_NOTHING,
  extendedAgain: BY_NOTHING,
  extendedTooLong: ['RightsRequestIdentityChecked'],
  refusalNotListed: BY_NOTHING,
  refusedWithoutReason: BY_NOTHING,
  refusalGroundNotDeclared: BY_NOTHING,
  reasonsNotGiven: BY_NOTHING,
  reasonsGivenNotDeclared: BY_NOTHING,
  answerLacks: BY_NOTHING,
  answerNotDeclared: BY_NOTHING,
  immutableNotDeclared: BY_NOTHING,
  forwardingNotAllowed: BY_NOTHING,
  feeNotAllowed: BY_NOTHING,
  feeGroundNotDeclared: BY_NOTHING,
  noticeItemsMissing: BY_NOTHING,
  breachNotOnFile: ['BreachDetected'],
  noticeLate: ['BreachDetected'],
  channelNotListed: BY_NOTHING,
  notImpracticable: BY_NOTHING,
  impracticableNotDeclared: BY_NOTHING,
  regulatorNotTold: ['BreachNoticeGiven'],
  otherVersionCited: BY_NOTHING,
  notProminent: BY_NOTHING,
  changeNotDeclared: BY_NOTHING,
  datesNotGiven: BY_NOTHING,
  prevailingTextNotAnnounced: ['PolicyChangeAnnounced'],
};

/**
 * Which other records change the answer, since they change what the act rests on or what is asked of it: they have it judged anew, and by
 * themselves mostly do not make it conform.
 */
const ALSO_TOUCHED_BY: { readonly [C in MissingCode]?: readonly string[] } = {
  consentMissing: ['ProcessingActivityDeclared', 'NoticeGiven'],
  consentTooWeak: ['ProcessingActivityDeclared', 'NoticeGiven'],
  consentEnded: ['ProcessingActivityDeclared', 'NoticeGiven'],
  basisUnknownToLaw: ['ProcessingActivityDeclared'],
  guardianNotVerified: ['ProcessingActivityDeclared'],
  // After some stops only.
  useStopped: ['ConsentGiven'],
};

const CODES_BY_TYPE = new Map<string, MissingCode[]>();
for (const code of Object.keys(MENDED_BY) as MissingCode[]) {
  for (const type of new Set([...MENDED_BY[code], ...(ALSO_TOUCHED_BY[code] ?? [])])) {
    CODES_BY_TYPE.set(type, [...(CODES_BY_TYPE.get(type) ?? []), code]);
  }
}
