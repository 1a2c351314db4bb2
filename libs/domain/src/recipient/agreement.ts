import {
  country,
  date,
  defineEvent,
  describe,
  flag,
  list,
  object,
  oneOf,
  optional,
  recipient,
  reference,
  terms,
} from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const party = describe('The recipient it is with, or about.', recipient);
const agreement = describe('The agreement, assessment or certificate, by its slug.', reference);

export const RecipientAgreementConcluded = defineEvent({
  type: 'RecipientAgreementConcluded',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'A document that lets a recipient have data came into force.',
  source:
    'PIPL Art. 21, 23, 38; GDPR Art. 28(3), 46; NDSR Art. 12; CLEX-D4; KAAY-D10; KAAD-D4; KAMO-D5, CB1; A8 SHR-CONTRACT, XB-MECH',
  fields: {
    recipient: party,
    kind: describe(
      'What the document is.',
      oneOf(
        'processorAgreement',
        'jointControllerAgreement',
        'confidentiality',
        'dataProtection',
        'standardContract',
        'standardContractualClauses',
        'bindingCorporateRules',
        'securityAssessment',
        'exportSecurityAssessment',
        'certification',
        'approval',
        'other',
      ),
    ),
    agreement,
    validFrom: describe('First day on which it holds, in the zone of the controller.', date),
    validUntil: optional(describe('Last day on which it holds, to its end. Left out: until it is ended.', date)),
    covers: optional(
      describe(
        'What it covers. Left out, as is each part: not declared, and then nobody can tell what it permits.',
        object({
          purposes: optional(standard.purposes),
          categories: optional(standard.categories),
          operations: optional(describe('What the recipient may do.', terms('operation'))),
          countries: optional(describe('Countries the data may go to.', list(country, 50))),
        }),
      ),
    ),
    terms: optional(
      describe(
        'What it lays down.',
        standard.setOf(
          oneOf(
            'purpose',
            'period',
            'method',
            'categories',
            'protectionMeasures',
            'rightsAndDuties',
            'confidentiality',
            'instructionsOnly',
            'subProcessorApproval',
            'assistance',
            'returnOrDeletion',
            'audit',
            'noOtherPurpose',
            'noReidentification',
            'breachNotice',
          ),
        ),
      ),
    ),
    textOnFile: optional(describe('The controller has the text. Left out: not known.', flag)),
  },
});

export const RecipientAgreementEnded = defineEvent({
  type: 'RecipientAgreementEnded',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'An agreement with a recipient ended before its time, or was ended.',
  source: 'PIPL Art. 21(2); GDPR Art. 28(3)(g); KAAY-D11; A8 SHR-CONTRACT, SHR-END',
  fields: {
    recipient: party,
    agreement,
    cause: describe(
      'Why.',
      oneOf('expired', 'terminated', 'breachOfAgreement', 'invalid', 'revoked', 'replaced', 'other'),
    ),
  },
});
