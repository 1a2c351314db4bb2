import { controller, country, defineEvent, describe, flag, instant, oneOf, optional } from '../event-definition.ts';
import { nothingMoved, recipient, reference } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const PersonalDataShared = defineEvent({
  type: 'PersonalDataShared',
  schemaVersion: 2,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'The controller gave a recipient personal data, or access to it.',
  source:
    'PIPL Art. 20, 21, 23; GDPR Art. 4(9), 28; A8 SHR-FIELDS; CLEX-D1..D4; KAAY-D1..D13; KAAD-D1..D9; KAMO-D1..D6',
  seals: ['details'],
  fields: {
    recipient: describe('Who received it.', recipient),
    recipientKind: describe('As what the recipient received it.', standard.recipientKind),
    ground: describe(
      "Ground in the policy's list of sharing grounds. `none`: there was none.",
      oneOf(
        'consent',
        'legalRequirement',
        'affiliate',
        'partner',
        'requestedService',
        'agreement',
        'businessCustom',
        'research',
        'publicInterest',
        'deidentified',
        'breachOfTerms',
        'intellectualPropertyComplaint',
        'counterparty',
        'other',
        'none',
      ),
    ),
    purposes: standard.purposes,
    categories: standard.categories,
    identifiability: describe('Whether the recipient can tell who it is about.', standard.identifiability),
    legalBasis: standard.legalBasis,
    consentRef: standard.consentRef,
    exceptionRef: standard.exceptionRef,
    noticeRef: standard.noticeRef,
    legalOrderRef: standard.legalOrderRef,
    investigationRef: optional(
      describe('To an authority: the investigation it was handed over for, by its slug.', reference),
    ),
    approvalRef: optional(
      describe('To a foreign authority: the approval of the domestic one, by its slug (PIPL Art. 41).', reference),
    ),
    agreementRef: standard.agreementRef,
    securityAssessmentRef: optional(describe("Assessment of the recipient's security, by its slug.", reference)),
    impactAssessmentRef: standard.impactAssessmentRef,
    forPayment: optional(describe('The controller got money or another benefit for it: a sale.', flag)),
    reidentificationExcluded: optional(
      describe('For de-identified data: the recipient has no means of telling who it is about.', flag),
    ),
    requestedByRecipient: optional(describe('The recipient asked for it.', flag)),
    counterpartyPerformed: optional(
      describe('To a counterparty: it has done its own part of the transaction, at least some of it.', flag),
    ),
    enabledBy: optional(describe('To an app: who switched it on.', oneOf('subject', 'administrator', 'controller'))),
    monitored: optional(describe('What the recipient does through the interface is watched.', flag)),
    country: optional(describe('Country of the recipient.', country)),
    encrypted: optional(describe('Whether it was handed over encrypted.', flag)),
    function: optional(standard.serviceFunction),
    datasets: standard.datasets,
    minimisationNote: standard.statement('Why no less would do, in words.'),
  },
  upcasts: [nothingMoved],
});

export const PersonalDataTransferred = defineEvent({
  type: 'PersonalDataTransferred',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'Personal data passed to a new controller. Leaving the country is PersonalDataExported.',
  source: 'PIPL Art. 22; NDSR Art. 14; CLEX-T1, T2; KAAD-T1; KAMO-T1, T2',
  fields: {
    newController: describe('The successor, registered as a controller.', controller),
    ground: describe(
      'What led to it. `none`: there was no ground.',
      oneOf('consent', 'merger', 'acquisition', 'division', 'dissolution', 'bankruptcy', 'assetTransfer', 'none'),
    ),
    categories: standard.categories,
    purposes: optional(standard.purposes),
    successorCommitment: optional(
      describe('What the successor is bound to.', oneOf('boundByPolicy', 'notLower', 'mustReconsent')),
    ),
    legalBasis: standard.legalBasis,
    consentRef: standard.consentRef,
    noticeRef: standard.noticeRef,
    agreementRef: standard.agreementRef,
    effectiveAt: optional(describe('When the successor takes over.', instant)),
    datasets: standard.datasets,
  },
});

export const PersonalDataExported = defineEvent({
  type: 'PersonalDataExported',
  schemaVersion: 2,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'Personal data left the country, or was made accessible from abroad.',
  source: 'PIPL Art. 38-41, 55; GDPR Art. 44-49; KAMO-CB1; KAAD-L1; A8 XB-MECH, XB-ACCESS',
  fields: {
    fromCountry: describe('Country it left.', country),
    toCountry: describe('Country it went to, or is accessed from.', country),
    mechanism: describe('Legal mechanism relied on. `none`: there was none.', standard.exportMechanism),
    categories: standard.categories,
    purposes: standard.purposes,
    recipient: optional(describe('Who received it abroad.', recipient)),
    remoteAccess: optional(describe('It stayed where it is and was accessed from abroad.', flag)),
    mechanismRef: optional(describe('The assessment, contract or certificate, by its slug.', reference)),
    impactAssessmentRef: standard.impactAssessmentRef,
    legalBasis: standard.legalBasis,
    consentRef: standard.consentRef,
    noticeRef: standard.noticeRef,
    datasets: standard.datasets,
  },
  upcasts: [nothingMoved],
});

export const PersonalDataPubliclyDisclosed = defineEvent({
  type: 'PersonalDataPubliclyDisclosed',
  schemaVersion: 2,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The controller made personal data public.',
  source: 'PIPL Art. 25; KAAD-P1, P2; KAMO-P1d; A8 PUB-CONSENT',
  seals: ['details'],
  fields: {
    categories: standard.categories,
    ground: describe(
      'Ground relied on. `none`: there was none.',
      oneOf('consent', 'legalCompulsion', 'publicInterest', 'agreement', 'other', 'none'),
    ),
    medium: describe(
      'Where it was made public.',
      oneOf('website', 'app', 'socialMedia', 'press', 'broadcast', 'publicRegister', 'event', 'other'),
    ),
    purposes: optional(standard.purposes),
    legalBasis: standard.legalBasis,
    consentRef: standard.consentRef,
    exceptionRef: standard.exceptionRef,
    noticeRef: standard.noticeRef,
    impactAssessmentRef: standard.impactAssessmentRef,
    legalOrderRef: standard.legalOrderRef,
    until: standard.until,
  },
  upcasts: [nothingMoved],
});
