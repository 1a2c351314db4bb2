import { count, country, describe, duration, instant, list, object, oneOf, optional } from './event-definition.ts';
import { eventType, flag, recipient, reference, sealedText, term, terms, uuid } from './event-definition.ts';
import type { Field } from './event-definition.ts';

/** Fields that mean the same in every event that has them. */
export const categories = describe('Categories of personal data concerned.', terms('category'));
export const purposes = describe('What it was done for.', terms('purpose'));
export const legalBasis = optional(
  describe(
    'Legal basis the controller relies on. Left out: none was declared, which is judged, not refused.',
    term('legalBasis'),
  ),
);
export const consentRef = optional(describe('Id of the ConsentGiven record relied on.', uuid));
export const noticeRef = optional(describe('Id of the NoticeGiven record that came before.', uuid));
export const exceptionRef = optional(
  describe("Item of the policy's own list of exceptions to consent, by its slug.", reference),
);
export const legalOrderRef = optional(describe('The legal document that compelled it, by its slug.', reference));
export const agreementRef = optional(describe('Agreement with the recipient, by its slug.', reference));
export const retentionRule = optional(describe("Retention rule of the controller's own schedule.", reference));
export const serviceFunction = describe('Function of the service it was done for, as the policy names it.', reference);
export const datasets = optional(describe('Data sets concerned, as the controller names them.', list(reference, 50)));
export const recipients = optional(describe('Recipients concerned.', list(recipient, 100)));
export const until = optional(describe('When it ends, if that is known.', instant));
/** What a recipient is to the controller (A8 SHR-FIELDS). */
export const recipientKind = oneOf(
  'processor',
  'affiliate',
  'affiliateProvider',
  'partner',
  'payment',
  'logistics',
  'sdk',
  'enterpriseApp',
  'authority',
  'researcher',
  'counterparty',
  'marketing',
);
/** What data may leave a country on (PIPL Art. 38; GDPR Art. 45, 46, 47, 49). */
export const exportMechanism = oneOf(
  'securityAssessment',
  'standardContract',
  'certification',
  'adequacy',
  'standardContractualClauses',
  'bindingCorporateRules',
  'derogation',
  'exempt',
  'none',
);
export const identifiability = oneOf('identified', 'deidentified', 'statistical');
/** Kinds of people data is about, as GDPR Art. 30(1)(c) and breach reports group them. */
export const subjectCategory = oneOf(
  'customers',
  'prospects',
  'users',
  'subscribers',
  'employees',
  'applicants',
  'suppliers',
  'patients',
  'students',
  'minors',
  'vulnerablePeople',
  'visitors',
  'other',
);
/** How strong a consent is, weakest first (PIPL Art. 14, 29; GDPR Art. 4(11), 9(2)(a)). */
export const consentForm = oneOf('implied', 'express', 'explicit', 'separate', 'written');
/** Several values of an enumeration: no enumeration here has more. */
export const setOf = <const F extends Field>(of: F) => list(of, 50);
export const impactAssessmentRef = optional(
  describe('The impact assessment made before, by its slug (PIPL Art. 55; GDPR Art. 35).', reference),
);
/**
 * What people can be told of processing: PIPL Art. 17, 22, 23, 24, 30, 31, 39; GDPR Art. 13, 14, 15(1). With recipients
 * named, purposes, method and categories are what the recipient does.
 */
export const noticeItem = oneOf(
  'controllerName',
  'controllerContact',
  'jointControllers',
  'representative',
  'dpoContact',
  'purposes',
  'legalBasis',
  'legitimateInterests',
  'method',
  'categories',
  'necessity',
  'impact',
  'retention',
  'recipients',
  'recipientContact',
  'overseasRecipient',
  'overseasRightsRoute',
  'transferSafeguards',
  'rights',
  'rightsProcedure',
  'withdrawal',
  'complaintRoute',
  'consequencesOfRefusal',
  'automatedDecision',
  'source',
  'minorsRules',
  'unsubscribe',
  'policyLink',
  'changes',
);
export const noticeItems = list(noticeItem, 50);
export const permission = oneOf('addressBook', 'location', 'camera', 'microphone', 'album');
export const role = describe(
  'Role in which it was done.',
  oneOf('emitter', 'auditor', 'dpo', 'regulator', 'subject', 'admin'),
);

/** Longest free text, in UTF-16 code units: a page, so that an event stays small beside EventStoreDB's 1 MiB. */
export const TEXT_LENGTH_MAX = 4000;
export const statement = (description: string) => optional(describe(description, sealedText(TEXT_LENGTH_MAX)));

export const consentScope = object({
  purposes,
  categories,
  operations: optional(describe('Operations allowed. Left out: those the purposes need.', terms('operation'))),
  recipients,
  countries: optional(describe('Countries the data may go to.', list(country, 50))),
});

/** What was asked for: everything a search can be narrowed by, and nothing a person typed. */
export const filters = optional(
  describe(
    'What the reading was narrowed to.',
    object({
      types: optional(list(eventType, 50)),
      families: optional(list(oneOf('processing', 'identity', 'access', 'deadline'), 4)),
      categories: optional(categories),
      purposes: optional(purposes),
      operations: optional(terms('operation')),
      legalBases: optional(terms('legalBasis')),
      recipients,
      subjectId: optional(describe('The one subject searched for.', uuid)),
      occurredFrom: optional(instant),
      occurredTo: optional(instant),
      asOf: optional(describe('The world as it was then.', instant)),
      knownAt: optional(describe('What the ledger knew then.', instant)),
    }),
  ),
);
export const itemCount = describe('Number of events handed out.', count);
export const positionFirst = optional(describe('Lowest position in the log that was handed out.', count));
export const positionLast = optional(describe('Highest position in the log that was handed out.', count));
export const revealed = describe('Whether sealed parts were opened for the reader.', flag);
export const retentionPeriod = optional(describe('How long it is kept.', duration));
