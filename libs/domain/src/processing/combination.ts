import { defineEvent, describe, oneOf, optional, reference } from '../event-definition.ts';
import * as standard from '../standard-fields.ts';

const combination = describe('The combination, by its slug.', reference);

export const PersonalDataCombined = defineEvent({
  type: 'PersonalDataCombined',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description:
    'Data that names nobody was combined with other data so that it does: it is personal data for as long as that lasts.',
  source: 'KAAD-C7; PIPL Art. 4, 73(4); GDPR Rec. 26; A8 USE-COMBINED',
  fields: {
    combination,
    combinedWith: describe('Data set that named nobody, by its slug.', reference),
    categories: standard.categories,
    purposes: standard.purposes,
    legalBasis: standard.legalBasis,
    consentRef: standard.consentRef,
    datasets: standard.datasets,
  },
});

export const PersonalDataCombinationEnded = defineEvent({
  type: 'PersonalDataCombinationEnded',
  schemaVersion: 1,
  family: 'processing',
  streams: ['dataSubject', 'dataController'],
  description: 'Combined data was taken apart again: what named nobody before names nobody now.',
  source: 'KAAD-C7; A8 USE-COMBINED',
  fields: {
    combination,
    outcome: optional(describe('What became of the result.', oneOf('separated', 'erased', 'anonymized'))),
  },
});
