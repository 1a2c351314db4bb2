import { defineEvent, describe, flag, nothingMoved, oneOf, optional, recipient, uuid } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const AccountCancelled = defineEvent({
  type: 'AccountCancelled',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: "The subject's account ended: use stops at once, and the deadline of deletion begins.",
  source: 'CLEX-R3, G1; KAMO-R2, G4; KAAD-R3; NDSR Art. 24; A8 USE-STOPPED',
  fields: {
    requestedBy: describe('Who ended it.', oneOf('subject', 'guardian', 'employer', 'controller')),
    function: optional(standard.serviceFunction),
    reason: standard.statement('Why, in words.'),
  },
});

export const ProcessingRestricted = defineEvent({
  type: 'ProcessingRestricted',
  schemaVersion: 2,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'From now on the data is only stored.',
  source: 'GDPR Art. 18, 19; PIPL Art. 44, 47(2); A8 DEL-LAW, USE-STOPPED',
  fields: {
    ground: describe(
      'Why.',
      oneOf(
        'accuracyContested',
        'unlawfulProcessing',
        'legalClaims',
        'objection',
        'legalRetention',
        'deletionInfeasible',
        'consentWithdrawn',
        'accountCancelled',
        'other',
      ),
    ),
    categories: optional(standard.categories),
    datasets: standard.datasets,
    until: standard.until,
    recipientsInformed: standard.recipients,
    reason: standard.statement('Why, in words.'),
  },
  upcasts: [nothingMoved],
});

export const RestrictionLifted = defineEvent({
  type: 'RestrictionLifted',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'A restriction ended.',
  source: 'GDPR Art. 18(3)',
  fields: {
    restrictionRef: optional(describe('Id of the ProcessingRestricted record. Left out: every restriction.', uuid)),
    subjectInformed: describe('The subject was told before.', flag),
    reason: standard.statement('Why, in words.'),
  },
});

export const RecipientAccessRevoked = defineEvent({
  type: 'RecipientAccessRevoked',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'A recipient lost its access.',
  source: 'KAAY-D11; PIPL Art. 21(2); A8 SHR-END',
  fields: {
    recipient: describe('Who lost it.', recipient),
    includesPastData: describe('It lost access to what it already had as well.', flag),
    cause: describe(
      'Why.',
      oneOf(
        'serviceEnded',
        'agreementEnded',
        'consentWithdrawn',
        'breachOfAgreement',
        'erasure',
        'subjectRequest',
        'other',
      ),
    ),
    agreementRef: standard.agreementRef,
    datasets: standard.datasets,
  },
});
