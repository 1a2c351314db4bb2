import { describe, expect, it } from '@jest/globals';
import { SubjectsMerged } from './identity/index.ts';
import { ConsentGiven } from './consent/index.ts';
import { clearFieldsOf, fieldPlaces, recipientsIn, termsIn } from './fields.ts';
import { PersonalDataCollected, PersonalDataShared } from './processing/index.ts';

const EMAIL = 'https://w3id.org/dpv/pd#EmailAddress';
const AGE = 'https://w3id.org/dpv/pd#Age';
const SERVICE = 'https://w3id.org/dpv#ServiceProvision';

describe('fieldPlaces', () => {
  it('unfolds lists, objects and options', () => {
    const places = fieldPlaces(PersonalDataCollected).map(({ path, optional }) => `${path}${optional ? '?' : ''}`);
    expect(places.slice(0, 9)).toEqual([
      'function',
      'categories[].category',
      'categories[].necessity?',
      'categories[].sensitive?',
      'source.kind',
      'source.name?',
      'source.policyRef?',
      'source.authorisationRef?',
      'purposes[]',
    ]);
  });
});

describe('clearFieldsOf', () => {
  it('leaves free text out', () => {
    expect(clearFieldsOf(SubjectsMerged).map(({ path }) => path)).toEqual(['into', 'other']);
  });
});

describe('termsIn and recipientsIn', () => {
  it('find what is named anywhere, each once, in order', () => {
    const fields = {
      scope: { purposes: [SERVICE], categories: [EMAIL, AGE, EMAIL], recipients: ['autonavi', 'kamoer-payment'] },
      form: 'explicit',
      givenBy: 'subject',
    };
    expect(termsIn(ConsentGiven, fields, 'category')).toEqual([EMAIL, AGE]);
    expect(termsIn(ConsentGiven, fields, 'purpose')).toEqual([SERVICE]);
    expect(termsIn(ConsentGiven, fields, 'legalBasis')).toEqual([]);
    expect(recipientsIn(ConsentGiven, fields)).toEqual(['autonavi', 'kamoer-payment']);
  });

  it('find categories inside objects of a list', () => {
    const fields = { categories: [{ category: EMAIL }, { category: AGE, necessity: 'optional' }] };
    expect(termsIn(PersonalDataCollected, fields, 'category')).toEqual([EMAIL, AGE]);
  });

  it('pass over what a stored event lacks or has otherwise', () => {
    expect(termsIn(PersonalDataShared, { categories: 'x', purposes: 7 }, 'category')).toEqual([]);
    expect(recipientsIn(PersonalDataShared, {})).toEqual([]);
  });
});
