import { describe, expect, it } from '@jest/globals';
import {
  encode,
  isCountry,
  isReference,
  ControllerRegistered,
  RecipientRegistered,
  isWithin,
  nearestTerms,
  resolveTerm,
} from '#libs/domain';
import type { Term } from '#libs/domain';
import { parseData } from './data-file.ts';
import { distinct, loadSeedControllers, loadSeedRecipients } from './seeds.ts';
import { checkTerms, loadVocabulary } from './vocabulary.ts';

const codeOf = (action: () => unknown): unknown => {
  try {
    action();
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
  return undefined;
};

const term: Term = {
  iri: 'https://w3id.org/dpv/pd#Age',
  prefixed: 'pd:Age',
  scheme: 'category',
  labels: { en: 'Age' },
};

describe('loadVocabulary', () => {
  const vocabulary = loadVocabulary();
  const iri = (prefixed: string) => resolveTerm(vocabulary, 'category', prefixed) ?? prefixed;

  it('has terms of every scheme, and the local ones DPV lacks', () => {
    expect([...vocabulary.byScheme.keys()].toSorted()).toEqual(['category', 'legalBasis', 'operation', 'purpose']);
    expect(resolveTerm(vocabulary, 'category', 'pd:EmailAddress')).toBe('https://w3id.org/dpv/pd#EmailAddress');
    expect(resolveTerm(vocabulary, 'legalBasis', 'eu-gdpr:A9-2-j')).toBe('https://w3id.org/dpv/legal/eu/gdpr#A9-2-j');
    expect(resolveTerm(vocabulary, 'legalBasis', 'local:PIPL-13-7')).toBe(
      'https://personal-data-ledger.org/vocabulary#PIPL-13-7',
    );
    expect(resolveTerm(vocabulary, 'legalBasis', 'local:SeparateConsent')).toBeDefined();
  });

  it.each([
    ['cn-pipl:A13-2', 'local:PIPL-13-2'],
    ['local:PIPL13-2', 'local:PIPL-13-2'],
    ['PIPL Art. 13(2)', 'local:PIPL-13-2'],
    ['https://w3id.org/dpv/legal/cn/pipl#A13-2', 'local:PIPL-13-2'],
    ['https://personal-data-ledger.org/vocabulary#PIPL-13-9', 'local:PIPL-13-1'],
    ['Art. 6(1)(f) GDPR', 'eu-gdpr:A6-1-f'],
    ['gdpr:A6-1-b', 'eu-gdpr:A6-1-b'],
    ['a legal obligation (GDPR)', 'dpv:LegalObligation'],
    ['legitimate interests', 'dpv:LegitimateInterest'],
  ])('suggests for a legal basis written %s the term %s', (written, term) => {
    expect(nearestTerms(vocabulary, 'legalBasis', written, 1)).toEqual([term]);
  });

  it('labels every term in English, Chinese and Swedish', () => {
    const unlabelled = vocabulary.terms.filter(({ labels }) => !labels.en || !labels['zh'] || !labels['sv']);
    expect(unlabelled.map(({ prefixed }) => prefixed)).toEqual([]);
  });

  it('knows what is part of what, and that everything about people is personal data', () => {
    const within = (category: string, wider: string) => isWithin(vocabulary, iri(category), iri(wider));
    expect([
      within('pd:EmailAddressWork', 'pd:EmailAddress'),
      within('pd:EmailAddressWork', 'pd:Contact'),
      within('pd:EmailAddress', 'pd:EmailAddressWork'),
      within('pd:GPSCoordinate', 'pd:Location'),
      within('local:Supervisor', 'pd:Professional'),
    ]).toEqual([true, true, false, true, true]);
    const categories = vocabulary.terms.filter(({ scheme }) => scheme === 'category');
    expect(
      categories.filter((term) => !within(term.prefixed, 'dpv:PersonalData')).map(({ prefixed }) => prefixed),
    ).toEqual(['dpv:AnonymisedData', 'dpv:NonPersonalData']);
    expect(within('https://personal-data-ledger.org/vocabulary#Registered', 'dpv:PersonalData')).toBe(true);
  });

  it('marks as sensitive what PIPL Art. 28 and GDPR Art. 9 count as such', () => {
    const sensitive = (law: string) =>
      vocabulary.terms
        .filter(({ sensitiveUnder = [] }) => sensitiveUnder.includes(law))
        .map(({ prefixed }) => prefixed);
    expect(sensitive('EU')).toEqual(
      expect.arrayContaining(['pd:Health', 'pd:Race', 'pd:ReligiousBelief', 'pd:Biometric']),
    );
    expect(sensitive('EU')).not.toContain('pd:BankAccount');
    expect(sensitive('CN')).toEqual(
      expect.arrayContaining(['pd:Health', 'pd:BankAccount', 'pd:GPSCoordinate', 'pd:OfficialID']),
    );
  });
});

describe('checkTerms', () => {
  it.each([
    ['an IRI of another name', [{ ...term, iri: 'https://w3id.org/dpv/pd#Agee' }]],
    ['an unknown prefix', [{ ...term, prefixed: 'dpw:Age' }]],
    ['a wider category that is not there', [{ ...term, broader: ['pd:Nothing'] }]],
    ['a category that is wider than itself', [{ ...term, broader: ['pd:Age'] }]],
    ['a term twice in a scheme', [term, { ...term, labels: { en: 'Years' } }]],
  ])('refuses %s', (_what, terms) => {
    expect(codeOf(() => checkTerms(terms))).toBe('invalid');
  });

  it('lets one term stand in two schemes', () => {
    const terms: readonly Term[] = [term, { ...term, scheme: 'purpose' }];
    expect(checkTerms(terms)).toEqual(terms);
  });
});

describe('the seeds', () => {
  const vocabulary = loadVocabulary();
  const occurredAt = '2026-11-22T00:00:00Z';

  it('are the five companies, one entry each, that can be registered as they are', () => {
    const controllers = loadSeedControllers();
    expect(controllers.map(({ id }) => id)).toEqual(['clex', 'kaayee', 'kaadas', 'kamoer', 'kaidexipu']);
    for (const { id, ...fields } of controllers) {
      const { data } = encode(ControllerRegistered, { envelope: { controllerId: id, occurredAt }, fields }, vocabulary);
      expect(data.fields).toEqual(fields);
      expect(isCountry(fields.country)).toBe(true);
    }
  });

  it('name recipients that can be registered as they are', () => {
    const recipients = loadSeedRecipients();
    expect(recipients.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'tencent-enterprise-wechat',
        'autonavi',
        'bytedance-byte-cloud',
        'kamoer-logistics',
        'kaayee-payment-institution',
      ]),
    );
    for (const { id, source, ...named } of recipients) {
      const fields = { recipient: id, ...named };
      expect(encode(RecipientRegistered, { envelope: { occurredAt }, fields }, vocabulary).data.fields).toEqual(fields);
      expect([isReference(id), source.length > 0]).toEqual([true, true]);
    }
  });

  it('must not repeat an id', () => {
    expect(codeOf(() => distinct('controllers', [{ id: 'a' }, { id: 'b' }, { id: 'a' }]))).toBe('invalid');
  });
});

describe('parseData', () => {
  const schema = JSON.stringify({ type: 'object', required: ['a', 'b'], properties: { a: { type: 'number' }, b: {} } });

  it('gives what fits', () => {
    expect(parseData('x', { data: '{"a":1,"b":2}', schema })).toEqual({ a: 1, b: 2 });
  });

  it('names every fault and the file', () => {
    expect(() => parseData('x', { data: '{"a":"1"}', schema })).toThrow(
      "x.json does not fit its schema: / must have required property 'b'; /a must be number",
    );
    expect(codeOf(() => parseData('x', { data: '{', schema }))).toBe('invalid');
  });
});
