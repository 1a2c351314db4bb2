import { defineEvent, describe, nothingMoved, oneOf, optional } from '../event-definition.ts';

export const GuardianVerified = defineEvent({
  type: 'GuardianVerified',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description:
    "The controller checked that somebody may speak for the minor. The guardian's own data is not part of it.",
  source: 'PIPL Art. 31; GDPR Art. 8(2); KAAD-M1, M2; KAMO-M1, M2; KAID-M1',
  fields: {
    method: describe(
      'How it was checked.',
      oneOf('identityDocument', 'paymentCard', 'videoCall', 'signedForm', 'trustedService', 'inPerson'),
    ),
    relationship: optional(describe('What the guardian is to the minor.', oneOf('parent', 'legalGuardian'))),
  },
});

export const SubjectAgeAsserted = defineEvent({
  type: 'SubjectAgeAsserted',
  schemaVersion: 2,
  family: 'processing',
  streams: ['dataSubject'],
  description:
    'The controller learnt how old the subject is, as far as rules for minors need it. The age itself goes into details.',
  source: 'PIPL Art. 28, 31; GDPR Art. 8(1); KAAD-M1; KAMO-M1; KAID-M1; A8 COL-MINOR',
  seals: ['details'],
  fields: {
    band: describe(
      'Years completed, cut where the rules cut: 13 and 16 (GDPR Art. 8), 14 (PIPL Art. 28), 18 (KAID-M1).',
      oneOf('0-12', '13', '14-15', '16-17', '18+'),
    ),
    assurance: optional(
      describe(
        'Whether anybody checked it. Left out: `verified` if it is known from a document, otherwise `asserted`.',
        oneOf('asserted', 'verified'),
      ),
    ),
    basis: describe('How it is known.', oneOf('declared', 'document', 'guardian', 'employer', 'inferred')),
  },
  upcasts: [nothingMoved],
});
