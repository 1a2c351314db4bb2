import {
  controller,
  country,
  date,
  defineEvent,
  describe,
  duration,
  list,
  object,
  oneOf,
  optional,
  reference,
  term,
  terms,
} from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const activity = describe('The activity, by its slug.', reference);

export const ProcessingActivityDeclared = defineEvent({
  type: 'ProcessingActivityDeclared',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'A row of the register of processing activities. A later one with the same slug replaces it.',
  source: 'GDPR Art. 30(1)(a)-(g), 30(2), 49(6); PIPL Art. 55, 56',
  fields: {
    activity,
    role: describe('As what the company does it.', oneOf('controller', 'jointController', 'processor')),
    jointControllers: optional(describe('Who decides on it as well.', list(controller, 20))),
    onBehalfOf: optional(describe('For a processor: the controllers it acts for.', list(controller, 100))),
    purposes: standard.purposes,
    function: optional(standard.serviceFunction),
    operations: optional(describe('What is done.', terms('operation'))),
    subjectCategories: describe('Kinds of people it is about.', standard.setOf(standard.subjectCategory)),
    categories: standard.categories,
    legalBases: optional(describe('Legal bases relied on.', terms('legalBasis'))),
    recipientKinds: optional(describe('Kinds of recipients.', standard.setOf(standard.recipientKind))),
    recipients: standard.recipients,
    transfers: optional(
      describe(
        'Where the data leaves the country.',
        list(
          object({
            country: describe('Country it goes to.', country),
            mechanism: optional(describe('Legal mechanism relied on.', standard.exportMechanism)),
            mechanismRef: optional(describe('The assessment, contract or certificate, by its slug.', reference)),
          }),
          50,
        ),
      ),
    ),
    storageCountries: optional(describe('Where it is stored.', list(country, 50))),
    retention: optional(
      describe(
        'How long it is kept.',
        list(
          object({
            category: optional(describe('Category it is for. Left out: for all others.', term('category'))),
            period: optional(describe('How long.', duration)),
            rule: optional(describe("Rule of the controller's own schedule.", reference)),
          }),
          50,
        ),
      ),
    ),
    securityMeasures: optional(
      describe(
        'How it is protected.',
        standard.setOf(
          oneOf(
            'accessControl',
            'encryptionInTransit',
            'encryptionAtRest',
            'deidentification',
            'masking',
            'isolation',
            'logging',
            'backup',
            'incidentPlan',
            'training',
            'audit',
            'certification',
            'classifiedProtection',
            'secureDestruction',
            'confidentialityDuty',
          ),
        ),
      ),
    ),
    datasets: standard.datasets,
    validFrom: optional(describe('First day on which it is done so.', date)),
  },
});

export const ProcessingActivityEnded = defineEvent({
  type: 'ProcessingActivityEnded',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataController'],
  description: 'A processing activity is not done any more.',
  source: 'GDPR Art. 30; PIPL Art. 47(1)',
  fields: {
    activity,
    cause: optional(describe('Why.', oneOf('purposeAchieved', 'serviceEnded', 'replaced', 'unlawful', 'other'))),
  },
});
