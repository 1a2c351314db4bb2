import { caseId, defineEvent, describe, duration, flag, instant, oneOf, optional, uuid } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const requestId = describe('The request, by one name throughout its course.', caseId);

/** What people may ask for, by law (PIPL 44-50; GDPR 12-22) or by policy (account, misuse). */
export const requestedRight = oneOf(
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
);

export const RightsRequestReceived = defineEvent({
  type: 'RightsRequestReceived',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'Somebody asked for one of the rights of the subject, in a system of the company.',
  source:
    'GDPR Art. 12, 15-22; PIPL Art. 44-50; CLEX-R5, G1..G4; KAAD-R3, G1..G4; KAMO-R3, G1..G8; A8 RGT-DUE, DEL-GROUND',
  fields: {
    requestId,
    right: describe('What was asked for. A request for several is several requests.', requestedRight),
    channel: describe(
      'Where it came in.',
      oneOf('app', 'website', 'email', 'phone', 'letter', 'inPerson', 'chat', 'authority', 'other'),
    ),
    receivedFrom: describe(
      'Who asked. An employee asks about data that the employer manages.',
      oneOf('subject', 'guardian', 'relative', 'representative', 'employee', 'authority'),
    ),
    categories: optional(standard.categories),
    purposes: optional(describe('For objection: the purposes objected to.', standard.purposes)),
    deletionGround: optional(
      describe(
        'For erasure: what it is founded on.',
        oneOf(
          'purposeAchieved',
          'retentionExpired',
          'consentWithdrawn',
          'collectedWithoutConsent',
          'objection',
          'unlawfulProcessing',
          'breachOfAgreement',
          'serviceEnded',
          'accountCancelled',
          'legalDuty',
          'childOfInformationSociety',
          'other',
          'none',
        ),
      ),
    ),
    previousRequest: optional(describe('The earlier request that this one repeats.', caseId)),
    identityCheckRequired: optional(
      describe('The company has reason to check who asks. Left out: not known yet.', flag),
    ),
    wording: standard.statement('The request in the words it was made in.'),
  },
});

export const RightsRequestIdentityChecked = defineEvent({
  type: 'RightsRequestIdentityChecked',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The company checked whether the person who asks may ask.',
  source: 'GDPR Art. 11(2), 12(2), (6); CLEX-G2, G4; KAAD-G3; KAMO-G6; A8 RGT-VERIFY',
  fields: {
    requestId,
    outcome: describe(
      'What came of it. `moreAsked`: further proof was asked for. `mismatch`: not who is registered.',
      oneOf('passed', 'failed', 'mismatch', 'moreAsked'),
    ),
    method: optional(
      describe(
        'How.',
        oneOf('login', 'codeSent', 'identityDocument', 'registeredDetails', 'powerOfAttorney', 'inPerson', 'other'),
      ),
    ),
  },
});

export const RightsRequestExtended = defineEvent({
  type: 'RightsRequestExtended',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The company took more time for an answer.',
  source: 'GDPR Art. 12(3); A8 RGT-DUE',
  fields: {
    requestId,
    reason: describe(
      'Why.',
      oneOf('complexity', 'numberOfRequests', 'clarificationNeeded', 'recipientsInvolved', 'other'),
    ),
    extendedBy: optional(describe('How much longer.', duration)),
    dueAt: optional(describe('When it now wants to have answered.', instant)),
    subjectTold: describe('Whoever asked was told of it, with the reason, before the time was up.', flag),
  },
});

export const RightsRequestAnswered = defineEvent({
  type: 'RightsRequestAnswered',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The company answered a request.',
  source:
    'GDPR Art. 11, 12(1)-(5), 15(1), 17(3), 19, 21(1); PIPL Art. 45, 47(2), 50; CLEX-G4; KAAD-G2, G4; KAMO-G1, G4, G7, G8; KAID-G1; ' +
    'A8 RGT-REFUSE, RGT-FEE, RGT-IMMUTABLE',
  fields: {
    requestId,
    outcome: describe(
      'What came of it. `forwardedToEmployer`: only the employer can change it.',
      oneOf('fulfilled', 'partlyFulfilled', 'refused', 'forwardedToEmployer', 'withdrawn'),
    ),
    refusalGround: optional(
      describe(
        'Why not, or not all. `none`: there was no ground.',
        oneOf(
          // KAAD-G4, KAMO-G7
          'notLinkedToIdentity',
          'unreasonableRepetition',
          'excessiveTechnicalMeans',
          'riskToOthersRights',
          'unrealistic',
          'impractical',
          // KAMO-G8
          'nationalSecurity',
          'publicSafetyOrHealth',
          'criminalProceedings',
          'maliceOrAbuse',
          'seriousHarmToOthers',
          'vitalInterest',
          'tradeSecret',
          'legalDuty',
          // CLEX-G4; KAMO-G1, KAID-G1
          'identityMismatch',
          'immutableRegistrationData',
          // GDPR Art. 11, 12(5), (6), 17(3), 20, 21(1)
          'subjectNotIdentifiable',
          'identityNotProven',
          'manifestlyUnfounded',
          'excessive',
          'freedomOfExpression',
          'publicHealth',
          'archivingOrResearch',
          'legalClaims',
          'compellingGrounds',
          'notPortable',
          // PIPL Art. 45(1), 47(2)
          'secrecyRequiredByLaw',
          'legalRetention',
          'technicallyInfeasible',
          'noDataHeld',
          'other',
          'none',
        ),
      ),
    ),
    categories: optional(standard.categories),
    reasonsGiven: optional(describe('The reasons of a refusal were told.', flag)),
    complaintRouteGiven: optional(describe('It was said where to complain and that a court may decide.', flag)),
    feeCharged: optional(describe('Money was asked for.', flag)),
    feeGround: optional(
      describe(
        'Why money was asked for.',
        oneOf('repeated', 'excessive', 'manifestlyUnfounded', 'furtherCopy', 'none'),
      ),
    ),
    itemsTold: optional(describe('What the answer told about the processing.', standard.noticeItems)),
    copyProvided: optional(describe('A copy of the data was handed over.', flag)),
    machineReadable: optional(describe('The copy can be read by machines.', flag)),
    recipientsNamed: optional(describe('The recipients were named, one by one.', flag)),
    accountSuspended: optional(describe('For a report of misuse: the account was suspended.', flag)),
    explanation: standard.statement('The answer in words.'),
  },
});

export const AutomatedDecisionExplained = defineEvent({
  type: 'AutomatedDecisionExplained',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The company explained a decision that was taken by automated means alone.',
  source: 'PIPL Art. 24(3); GDPR Art. 13(2)(f), 15(1)(h), 22(3); KAMO-G5; A8 USE-ADM',
  fields: {
    decisionRef: optional(describe('Id of the PersonalDataUsed record of the decision.', uuid)),
    requestId: optional(describe('The request that asked for it.', caseId)),
    explained: describe(
      'What was explained.',
      standard.setOf(oneOf('logic', 'data', 'factors', 'significance', 'consequences')),
    ),
    humanReviewed: optional(describe('A person decided again.', flag)),
    outcome: optional(describe('What came of the review.', oneOf('upheld', 'changed', 'withdrawn'))),
    explanation: standard.statement('The explanation in words.'),
  },
});
