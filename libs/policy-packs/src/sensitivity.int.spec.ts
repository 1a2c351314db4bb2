import { describe, expect, it } from '@jest/globals';
import { circumstancesOf, resolveTerm, sensitivityOf } from '#libs/domain';
import type { SensitivityQuestion } from '#libs/domain';
import { loadConcepts } from './concepts.ts';
import { loadSensitivity } from './sensitivity.ts';
import { loadVocabulary } from './vocabulary.ts';

const vocabulary = loadVocabulary();
const sensitivity = loadSensitivity(vocabulary);
const iri = (prefixed: string) => resolveTerm(vocabulary, 'category', prefixed)!;
const ask = (prefixed: string, more: Partial<SensitivityQuestion> = {}) =>
  sensitivityOf(sensitivity, { category: iri(prefixed), jurisdictions: ['CN'], ageBand: '18+', ...more });

describe('sensitivityOf', () => {
  it('names the law and its item', () => {
    expect(ask('pd:BankAccount')).toEqual({
      sensitive: true,
      grounds: [{ rule: 'CN-PIPL-28', clause: 'Art. 28', item: 'financial accounts (金融账户)' }],
    });
    expect(ask('pd:BankAccount', { jurisdictions: ['SE'] })).toEqual({ sensitive: false, grounds: [] });
    expect(ask('pd:Health', { jurisdictions: ['SE', 'CN-GD'] }).grounds.map(({ rule }) => rule)).toEqual([
      'CN-PIPL-28',
      'EU-GDPR-9',
    ]);
  });

  it.each([
    ['pd:AccountIdentifier', false],
    ['pd:BankAccount', true],
    ['pd:PaymentCardNumber', true],
    ['pd:Location', false],
    ['pd:CurrentLocation', true],
    ['pd:GPSCoordinate', true],
  ])('goes in China by what Art. 28 names: of %s it is %s', (category, sensitive) => {
    expect(ask(category).sensitive).toBe(sensitive);
  });

  it.each([
    ['13', true],
    ['0-12', true],
    ['14-15', false],
    ['18+', false],
    [undefined, undefined],
  ])('counts all data of people under 14 in China: of %s it is %s', (ageBand, sensitive) => {
    const question = {
      category: iri('pd:Username'),
      jurisdictions: ['CN'],
      ...(ageBand === undefined ? {} : { ageBand }),
    };
    expect(sensitivityOf(sensitivity, question).sensitive).toBe(sensitive);
  });

  it('needs no age where the category is sensitive anyway, or no law asks for it', () => {
    const of = (prefixed: string, jurisdictions: readonly string[]) =>
      sensitivityOf(sensitivity, { category: iri(prefixed), jurisdictions }).sensitive;
    expect([of('pd:Health', ['CN']), of('pd:Username', ['SE'])]).toEqual([true, false]);
  });

  it("takes Kaadas's own seven at Kaadas only", () => {
    expect(sensitivity.policies.find(({ controller }) => controller === 'kaadas')?.items).toHaveLength(7);
    expect(ask('pd:Communication', { controllerId: 'kaadas' })).toEqual({
      sensitive: true,
      grounds: [{ rule: 'kaadas', clause: 'Definitions [L35]', item: 'communication records and content' }],
    });
    expect(ask('pd:Communication', { controllerId: 'clex' }).sensitive).toBe(false);
  });
});

describe('circumstancesOf', () => {
  it('says what the categories of a breach mean, and of sensitive data only where a law lists it', () => {
    expect(circumstancesOf(sensitivity, [iri('pd:Password'), iri('pd:Health')], 'CN')).toEqual({
      financial: false,
      authentication: true,
      health: true,
      nationalIdentifiers: false,
      sensitive: true,
    });
    expect(circumstancesOf(sensitivity, [iri('pd:Health')], 'KR')).not.toHaveProperty('sensitive');
  });
});

describe('loadConcepts', () => {
  const { identifiability, concepts } = loadConcepts();

  it('keeps four states apart, of which de-identified stays in scope', () => {
    expect(identifiability.map(({ id, inScope }) => [id, inScope])).toEqual([
      ['identified', true],
      ['deidentified', true],
      ['anonymized', false],
      ['statistical', false],
    ]);
  });

  it('has a word in three languages for what DPV has none for', () => {
    expect(concepts.map(({ labels }) => labels.en)).toEqual(
      expect.arrayContaining(['Separate consent', 'Isolated backup', 'Deemed acceptance', 'Warranty of the employer']),
    );
    expect(new Set(concepts.map((concept) => concept.iri)).size).toBe(concepts.length);
  });
});
