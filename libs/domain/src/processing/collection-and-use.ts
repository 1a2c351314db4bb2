import {
  country,
  defineEvent,
  describe,
  flag,
  list,
  nothingMoved,
  object,
  oneOf,
  optional,
  reference,
  term,
} from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

export const PersonalDataCollected = defineEvent({
  type: 'PersonalDataCollected',
  schemaVersion: 2,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The controller obtained personal data of the subject, from the subject or from elsewhere.',
  source: 'PIPL Art. 4, 6, 13, 17; GDPR Art. 5(1)(b)-(c), 13, 14; CLEX-C1..C8; KAAD-C1..C7; KAMO-C1..C9',
  seals: ['details'],
  fields: {
    function: standard.serviceFunction,
    categories: describe(
      'Categories of personal data collected.',
      list(
        object({
          category: term('category'),
          necessity: optional(
            describe('Whether the function works without it.', oneOf('required', 'optional', 'automatic')),
          ),
          sensitive: optional(describe('The controller itself treats it as sensitive.', flag)),
        }),
        50,
      ),
    ),
    source: describe(
      'Where the data came from.',
      object({
        kind: oneOf('subject', 'device', 'employer', 'businessPartner', 'otherUser', 'thirdPartyPlatform', 'public'),
        name: optional(describe('Which partner or platform, by its slug.', reference)),
        policyRef: optional(describe("The other party's privacy policy, by its slug.", reference)),
        scenario: optional(describe('Occasion on which the other party hands it over, by its slug.', reference)),
        policyLinkShown: optional(describe("People were given the link to the other party's policy.", flag)),
        authorisationRef: optional(describe("The source's warranty that it may hand the data over.", reference)),
      }),
    ),
    purposes: standard.purposes,
    legalBasis: standard.legalBasis,
    consentRef: standard.consentRef,
    exceptionRef: standard.exceptionRef,
    noticeRef: standard.noticeRef,
    impactAssessmentRef: standard.impactAssessmentRef,
    functionInUse: optional(describe('The subject was using the function at that moment.', flag)),
    permission: optional(describe('Device permission the data was read under.', standard.permission)),
    retentionRule: standard.retentionRule,
    retentionPeriod: standard.retentionPeriod,
    endsWithSession: optional(describe('It is gone when the session ends, as a session cookie is.', flag)),
    storageCountry: optional(describe('Country the data is stored in.', country)),
    datasets: standard.datasets,
  },
  upcasts: [nothingMoved],
});

export const PersonalDataUsed = defineEvent({
  type: 'PersonalDataUsed',
  schemaVersion: 2,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'The controller did something with personal data it holds.',
  source: 'PIPL Art. 4, 14, 24; GDPR Art. 4(2), 5(1)(b), 6, 22; CLEX-P1..P9; KAMO-P1; KAMO-G5; KAAD-C7',
  seals: ['details'],
  fields: {
    operation: describe('What was done.', term('operation')),
    purposes: standard.purposes,
    categories: standard.categories,
    function: optional(standard.serviceFunction),
    legalBasis: standard.legalBasis,
    consentRef: standard.consentRef,
    exceptionRef: standard.exceptionRef,
    automatedDecision: optional(
      describe(
        'Set if a decision was taken by automated means alone.',
        object({
          significant: describe("It affects the subject's rights or interests significantly.", flag),
          explanationOffered: optional(describe('An explanation was offered.', flag)),
          humanReviewOffered: optional(describe('It was offered that a person decides again.', flag)),
          refusalOffered: optional(describe('The subject could refuse it easily.', flag)),
          impersonalOptionOffered: optional(
            describe("For marketing and information: one that does not go by the subject's traits was offered.", flag),
          ),
        }),
      ),
    ),
    resultIdentifiability: optional(
      describe('For research and statistics: whether the result tells who it is about.', standard.identifiability),
    ),
    impactAssessmentRef: standard.impactAssessmentRef,
    combinedWith: optional(describe('Non-personal data set it was combined with for the time of this use.', reference)),
    datasets: standard.datasets,
  },
  upcasts: [nothingMoved],
});

export const PersonalDataCorrected = defineEvent({
  type: 'PersonalDataCorrected',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject'],
  description: 'The controller corrected or completed personal data.',
  source: 'GDPR Art. 16, 19; PIPL Art. 46; KAAD-G2; KAMO-G2',
  seals: ['details'],
  fields: {
    categories: standard.categories,
    requestedBy: describe('Who asked for it.', oneOf('subject', 'guardian', 'employer', 'recipient', 'controller')),
    recipientsInformed: standard.recipients,
    datasets: standard.datasets,
    reason: standard.statement('Why, in words.'),
  },
});
