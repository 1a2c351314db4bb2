import { defineEvent, describe, flag, oneOf, optional, reference } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const UseStopped = defineEvent({
  type: 'UseStopped',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'From now on the controller does not use the data any more, also where it still holds it.',
  source: 'CLEX-R3, R6; KAMO-R2, G3; KAAD-R1; PIPL Art. 15, 47; GDPR Art. 7(3), 21; A8 USE-STOPPED, WDR-EFFECT',
  fields: {
    cause: describe(
      'Why.',
      oneOf(
        'accountCancelled',
        'consentWithdrawn',
        'permissionDisabled',
        'objection',
        'subjectRequest',
        'serviceEnded',
        'retentionExpired',
        'unlawfulProcessing',
        'restriction',
        'other',
      ),
    ),
    function: optional(describe('Function it was used for. Left out: all of them.', standard.serviceFunction)),
    purposes: optional(describe('Purposes it is not used for any more. Left out: all of them.', standard.purposes)),
    categories: optional(describe('Categories concerned. Left out: all of them.', standard.categories)),
    datasets: standard.datasets,
  },
});

export const DeletionDeferred = defineEvent({
  type: 'DeletionDeferred',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'Data that is due to be deleted stays for now.',
  source: 'PIPL Art. 47(2); GDPR Art. 17(3); CLEX-R1; KAAD-R1; A8 DEL-LAW, DEL-DEADLINE',
  fields: {
    ground: describe(
      'Why. `none`: there was no ground.',
      oneOf('legalRetention', 'technicallyInfeasible', 'legalClaims', 'authorityOrder', 'none'),
    ),
    lawRef: optional(describe('The law or order, by its slug.', reference)),
    until: standard.until,
    onlyStored: optional(describe('Nothing is done with it meanwhile but to store and protect it.', flag)),
    categories: optional(standard.categories),
    datasets: standard.datasets,
    reason: standard.statement('Why, in words.'),
  },
});
