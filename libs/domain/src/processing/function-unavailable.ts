import { defineEvent, describe, flag, oneOf, optional } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const FunctionUnavailable = defineEvent({
  type: 'FunctionUnavailable',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The subject could not use a function because of data that was not given or may not be processed.',
  source:
    'PIPL Art. 16; GDPR Art. 7(4); CLEX-C2, C7; KAAD-C4, K1; KAMO-C2..C4, C7; KAID-C1; A8 COL-OPTIONAL, COL-REQUIRED, COL-BROWSE',
  fields: {
    function: standard.serviceFunction,
    reason: describe(
      'Why.',
      oneOf(
        'optionalRefused',
        'requiredMissing',
        'consentRefused',
        'consentWithdrawn',
        'permissionDisabled',
        'policyNotAccepted',
        'cookiesRefused',
        'minorWithoutConsent',
        'accountCancelled',
        'other',
      ),
    ),
    categories: optional(describe('Categories that were not given.', standard.categories)),
    refusedFor: optional(
      describe('Function the missing data was asked for. Left out: the same.', standard.serviceFunction),
    ),
    permanently: optional(describe('It stays so also if the subject gives the data later.', flag)),
  },
});
