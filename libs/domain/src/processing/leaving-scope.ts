import {
  defineEvent,
  describe,
  flag,
  object,
  oneOf,
  optional,
  pastInstant,
  recipient,
  reference,
  uuid,
} from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const PersonalDataDeidentified = defineEvent({
  type: 'PersonalDataDeidentified',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'Personal data can no longer be attributed without additional information. It stays personal data.',
  source: 'PIPL Art. 73(3); GDPR Art. 4(5); KAAD "Unrecognized" [L43]',
  fields: {
    categories: standard.categories,
    method: describe(
      'How.',
      oneOf(
        'pseudonymisation',
        'masking',
        'tokenisation',
        'encryption',
        'hashing',
        'generalisation',
        'aggregation',
        'other',
      ),
    ),
    keptSeparately: optional(describe('The additional information is kept apart from the data.', flag)),
    datasets: standard.datasets,
  },
});

export const PersonalDataAnonymized = defineEvent({
  type: 'PersonalDataAnonymized',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'Personal data can no longer identify anybody and cannot be restored. It leaves the scope of the law.',
  source: 'PIPL Art. 4, 73(4); GDPR Rec. 26; CLEX-R4; KAAD "Anonymize" [L45]; A8 ANON-EXIT',
  fields: {
    categories: standard.categories,
    method: describe(
      'How.',
      oneOf(
        'aggregation',
        'generalisation',
        'suppression',
        'noiseAddition',
        'differentialPrivacy',
        'kAnonymity',
        'syntheticData',
        'other',
      ),
    ),
    attestation: optional(
      describe(
        'Who vouches that it cannot be undone. Left out: nobody does.',
        object({
          kind: oneOf('internalReview', 'externalAudit', 'authority'),
          attestedBy: optional(describe('Actor who attested.', uuid)),
          attestedAt: optional(pastInstant),
          reportRef: optional(describe('Report of the attestation, by its slug.', reference)),
        }),
      ),
    ),
    datasets: standard.datasets,
  },
});

export const PersonalDataDeleted = defineEvent({
  type: 'PersonalDataDeleted',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'The controller deleted personal data from its systems.',
  source: 'PIPL Art. 47; GDPR Art. 17; CLEX-R3..R6; KAAD-R1..R3; KAMO-R1..R3; A8 DEL-GROUND',
  fields: {
    categories: standard.categories,
    method: describe('How.', oneOf('erasure', 'overwriting', 'keyDestruction', 'physicalDestruction', 'softDeletion')),
    ground: describe(
      'Why it had to go.',
      oneOf(
        'purposeAchieved',
        'retentionExpired',
        'consentWithdrawn',
        'accountCancelled',
        'subjectRequest',
        'objection',
        'unlawfulProcessing',
        'breachOfAgreement',
        'legalDuty',
        'serviceEnded',
        'minorWithoutConsent',
        'other',
      ),
    ),
    retentionRule: standard.retentionRule,
    recipientsInformed: standard.recipients,
    datasets: standard.datasets,
  },
});

export const ReidentificationDetected = defineEvent({
  type: 'ReidentificationDetected',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description:
    'De-identified or anonymised data was attributed to a person again. It is back in scope, and may be a breach.',
  source: 'PIPL Art. 73; GDPR Rec. 26, Art. 4(12); A8 ANON-EXIT',
  fields: {
    categories: standard.categories,
    cause: describe('How it came about.', oneOf('linkage', 'keyDisclosure', 'weakMethod', 'research', 'unknown')),
    recipient: optional(describe('At which recipient, if not at the controller.', recipient)),
    datasets: standard.datasets,
    evidence: standard.statement('What shows it, in words.'),
  },
});
