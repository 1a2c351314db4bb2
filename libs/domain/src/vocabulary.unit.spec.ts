import { describe, expect, it } from '@jest/globals';
import { labelOf, localTerm, nearestTerms, resolveTerm, vocabularyFrom, vocabularyWith } from './vocabulary.ts';
import type { Term } from './vocabulary.ts';

const pd = (name: string, labels: Term['labels']): Term => ({
  iri: `https://w3id.org/dpv/pd#${name}`,
  prefixed: `pd:${name}`,
  scheme: 'category',
  labels,
});

const vocabulary = vocabularyFrom([
  pd('EmailAddress', { en: 'E-mail address', zh: '电子邮箱地址', sv: 'E-postadress' }),
  pd('EmailAddressWork', { en: 'E-mail address at work' }),
  pd('TelephoneNumber', { en: 'Telephone number', sv: 'Telefonnummer' }),
  pd('Age', { en: 'Age' }),
  { iri: 'https://w3id.org/dpv#Marketing', prefixed: 'dpv:Marketing', scheme: 'purpose', labels: { en: 'Marketing' } },
]);

describe('resolveTerm', () => {
  it.each([
    ['category', 'pd:EmailAddress', 'https://w3id.org/dpv/pd#EmailAddress'],
    ['category', 'https://w3id.org/dpv/pd#EmailAddress', 'https://w3id.org/dpv/pd#EmailAddress'],
    ['category', 'EmailAddress', undefined],
    ['category', 'pd:emailaddress', undefined],
    ['purpose', 'pd:EmailAddress', undefined],
    ['operation', 'pd:EmailAddress', undefined],
    ['category', '__proto__', undefined],
  ] as const)('of the scheme %s, written %s', (scheme, written, iri) => {
    expect(resolveTerm(vocabulary, scheme, written)).toBe(iri);
  });
});

describe('nearestTerms', () => {
  it.each([
    ['pd:Emailadress', ['pd:EmailAddress', 'pd:EmailAddressWork']],
    ['e-mail address', ['pd:EmailAddress', 'pd:EmailAddressWork']],
    ['E-postadress', ['pd:EmailAddress']],
    ['电子邮箱', ['pd:EmailAddress']],
    ['https://w3id.org/dpv/pd#TelefoneNumber', ['pd:TelephoneNumber']],
    ['Phone', ['pd:TelephoneNumber']],
    ['zzzzzz', []],
    ['', []],
    ['pd:', []],
  ])('for %j', (written, expected) => {
    expect(nearestTerms(vocabulary, 'category', written, 2)).toEqual(expected);
  });

  it('stays in the scheme and in the number asked for', () => {
    expect(nearestTerms(vocabulary, 'purpose', 'EmailAddress', 3)).toEqual([]);
    expect(nearestTerms(vocabulary, 'category', 'EmailAddress', 1)).toEqual(['pd:EmailAddress']);
    expect(nearestTerms(vocabulary, 'legalBasis', 'EmailAddress', 1)).toEqual([]);
  });

  it('costs no more for a text of a megabyte than for a long name', () => {
    const huge = `pd:Email${'x'.repeat(1_000_000)}`;
    expect(nearestTerms(vocabulary, 'category', huge, 3)).toEqual(
      nearestTerms(vocabulary, 'category', huge.slice(0, 100), 3),
    );
  });
});

describe('labelOf', () => {
  it('falls back to English, then to the prefixed name or IRI, so that there is always something to show', () => {
    const iri = 'https://w3id.org/dpv/pd#EmailAddress';
    expect(labelOf(vocabulary, iri, 'sv')).toBe('E-postadress');
    expect(labelOf(vocabulary, iri, 'ja')).toBe('E-mail address');
    expect(labelOf(vocabulary, 'https://example.org/#X', 'sv')).toBe('https://example.org/#X');
  });
});

describe('vocabularyWith', () => {
  it('knows registered terms, and leaves the vocabulary it began with as it was', () => {
    const extended = vocabularyWith(vocabulary, [
      localTerm({ name: 'CurrencyDisplay', scheme: 'purpose', labels: { en: 'Show prices in the local currency' } }),
    ]);
    const iri = 'https://personal-data-ledger.org/vocabulary#CurrencyDisplay';
    expect(resolveTerm(extended, 'purpose', 'local:CurrencyDisplay')).toBe(iri);
    expect(resolveTerm(extended, 'category', 'pd:Age')).toBe('https://w3id.org/dpv/pd#Age');
    expect(resolveTerm(vocabulary, 'purpose', 'local:CurrencyDisplay')).toBeUndefined();
    expect(vocabularyWith(vocabulary, [])).toBe(vocabulary);
  });

  it('takes the later of two terms with one IRI', () => {
    const renamed = vocabularyWith(vocabulary, [pd('Age', { en: 'Years of age' })]);
    expect(labelOf(renamed, 'https://w3id.org/dpv/pd#Age', 'en')).toBe('Years of age');
    expect(nearestTerms(renamed, 'category', 'Age', 3)).toEqual(['pd:Age']);
  });
});
