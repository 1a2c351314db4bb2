import { describe, expect, it } from '@jest/globals';
import { SubjectsMerged } from './identity/index.ts';
import { clearFieldsOf, fieldPlaces } from './fields.ts';
import { PersonalDataCollected } from './processing/index.ts';

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
      'source.scenario?',
      'source.policyLinkShown?',
    ]);
  });
});

describe('clearFieldsOf', () => {
  it('leaves free text out', () => {
    expect(clearFieldsOf(SubjectsMerged).map(({ path }) => path)).toEqual(['into', 'other']);
  });
});
