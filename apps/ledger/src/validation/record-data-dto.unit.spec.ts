import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { definitions, vocabularyFrom, type Field, type Fields, type TermScheme } from '#libs/domain';
import { officialVerdict } from '../../../../test/support/official-validation.ts';
import { compileValidator } from './compile-validator.ts';
import { dtoClassFor } from './record-data-dto.ts';

const seed = Number(process.env['PDL_TEST_SEED'] ?? Date.now() % 1_000_000);
const told = `seed ${seed}; replay with PDL_TEST_SEED=${seed}`;

const schemes: readonly TermScheme[] = ['category', 'purpose', 'operation', 'legalBasis'];
const vocabulary = vocabularyFrom(
  schemes.flatMap((scheme) => [
    { iri: `https://example.org/${scheme}#One`, prefixed: `ex:${scheme}One`, scheme, labels: { en: 'one' } },
    { iri: `https://example.org/${scheme}#Two`, prefixed: `ex:${scheme}Two`, scheme, labels: { en: 'two' } },
  ]),
);
const currentVocabulary = () => vocabulary;

const GOOD: { readonly [kind: string]: readonly unknown[] } = {
  instant: ['2026-11-22T09:30:00+08:00', '2024-02-29T23:59:59.123Z'],
  date: ['2026-11-22', '2024-02-29'],
  duration: ['P3Y', 'PT72H'],
  count: [0, 7, Number.MAX_SAFE_INTEGER],
  flag: [true, false],
  country: ['CN', 'CN-GD'],
  reference: ['crm', 'data-set.2'],
  caseId: ['ticket-4711', '6f1c1e1a-0b1c-4d5e-8f90-112233445566'],
  recipient: ['autonavi'],
  controller: ['kaadas'],
  uuid: ['6f1c1e1a-0b1c-4d5e-8f90-112233445566'],
  eventType: ['PersonalDataShared'],
  language: ['zh-CN'],
  sha256: ['ab'.repeat(32)],
  termName: ['SeparateConsent'],
  registeredName: ['Kaadas Ltd'],
  webAddress: ['https://www.example.com/privacy'],
  timeZone: ['Asia/Shanghai', 'UTC'],
  ruleName: ['SHR-GROUND', 'CLEX-C1'],
  document: [{}, { code: 'ageUnknown', params: { under: 14 } }],
};

/** Values that JSON can hold and that validators have been known to get wrong. */
const NASTY: readonly unknown[] = [
  null,
  '',
  ' ',
  'ex:nothing',
  '2026-02-30T00:00:00Z',
  0,
  -0,
  -1,
  1.5,
  1e21,
  true,
  [],
  [[]],
  {},
  [null],
  [{}],
  { length: 1 },
  '\uFE0F',
  '\uD800',
  'x'.repeat(5_000),
  '13800138000',
  JSON.parse('{"__proto__":{"a":1}}'),
  { constructor: 1 },
];

function goodValue(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'optional':
      return goodValue(field.of);
    case 'term':
      return fc.constantFrom(`ex:${field.scheme}One`, `https://example.org/${field.scheme}#Two`);
    case 'enum':
      return fc.constantFrom(...field.values);
    case 'sealedText':
      return fc.string({ maxLength: Math.min(field.lengthMax, 40) });
    case 'list':
      return fc.array(goodValue(field.of), { minLength: 1, maxLength: Math.min(field.countMax, 3) });
    case 'object':
      return objectOf(field.fields, goodValue);
    default:
      return fc.constantFrom(...(GOOD[field.kind] ?? []));
  }
}

/** Mostly good, so that the deeper places are reached, with something nasty here and there. */
function mixedValue(field: Field): fc.Arbitrary<unknown> {
  const whole = goodValue(field);
  const nasty = fc.constantFrom(...NASTY);
  if (field.kind === 'object') {
    return fc.oneof(
      { weight: 8, arbitrary: withStrangers(objectOf(field.fields, mixedValue)) },
      { weight: 1, arbitrary: nasty },
    );
  }
  if (field.kind === 'list') {
    const list = fc.array(mixedValue(field.of), { maxLength: 4 });
    return fc.oneof({ weight: 4, arbitrary: whole }, { weight: 4, arbitrary: list }, { weight: 1, arbitrary: nasty });
  }
  if (field.kind === 'optional')
    return fc.oneof({ weight: 9, arbitrary: mixedValue(field.of) }, { weight: 1, arbitrary: nasty });
  return fc.oneof({ weight: 12, arbitrary: whole }, { weight: 1, arbitrary: nasty });
}

function objectOf(
  fields: Fields,
  value: (field: Field) => fc.Arbitrary<unknown>,
): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(fields);
  const required = entries.filter(([, field]) => field.kind !== 'optional').map(([name]) => name);
  return fc.record(Object.fromEntries(entries.map(([name, field]) => [name, value(field)])), {
    requiredKeys: required,
  });
}

function withStrangers(object: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> {
  const stranger = fc.constantFrom('__proto__', 'constructor', 'hasOwnProperty', 'toString', 'other', 'length');
  return fc
    .tuple(object, fc.option(stranger, { freq: 12 }), fc.option(fc.nat(), { freq: 12 }))
    .map(([value, name, drop]) => {
      const entries = Object.entries(value);
      if (drop !== null) entries.splice(drop % Math.max(entries.length, 1), 1);
      if (name !== null) entries.push([name, 1]);
      return Object.fromEntries(entries);
    });
}

describe.each([...definitions.values()].map((definition) => [definition.type, definition] as const))(
  '%s',
  (_type, definition) => {
    const validator = compileValidator(dtoClassFor(definition, currentVocabulary));

    it(`takes what fits on the fast path (${told})`, () => {
      fc.assert(
        fc.property(objectOf(definition.fields, goodValue), (value) => {
          expect([validator.check(value), validator.explain(value), officialVerdict(validator.dto, value)]).toEqual([
            true,
            [],
            'accepted',
          ]);
        }),
        { seed, numRuns: 30 },
      );
    });

    it(`never accepts what class-validator refuses, nor refuses what it explains away (${told})`, () => {
      fc.assert(
        fc.property(withStrangers(objectOf(definition.fields, mixedValue)), (value) => {
          const accepted = validator.check(value);
          if (accepted) expect(officialVerdict(validator.dto, value)).toBe('accepted');
          expect(validator.explain(value).length === 0).toBe(accepted);
        }),
        { seed, numRuns: 100 },
      );
    });
  },
);

describe('dtoClassFor', () => {
  it('gives the same class for the same definition and vocabulary', () => {
    const [definition] = definitions.values();
    if (definition === undefined) throw new Error('There are no definitions.');
    expect(dtoClassFor(definition, currentVocabulary)).toBe(dtoClassFor(definition, currentVocabulary));
  });

  it('suggests the nearest terms and repeats nothing', () => {
    const definition = definitions.get('PersonalDataUsed');
    if (definition === undefined) throw new Error('The definition is gone.');
    const { explain } = compileValidator(dtoClassFor(definition, currentVocabulary));
    const found = explain({ purposes: ['ex:purposeOme', 'ex:purposeTwo'] }).filter(
      ({ code }) => code === 'unknownTerm',
    );
    expect(found).toEqual([
      {
        pointer: '/purposes/0',
        code: 'unknownTerm',
        message: 'Expected a term of the vocabulary of the scheme purpose.',
        action: expect.stringContaining('ex:purposeOne'),
      },
    ]);
    expect(JSON.stringify(found)).not.toContain('purposeOme');
  });

  it('knows a term from the moment it is registered', () => {
    const definition = definitions.get('PersonalDataUsed');
    if (definition === undefined) throw new Error('The definition is gone.');
    let known = vocabularyFrom([]);
    const { check } = compileValidator(dtoClassFor(definition, () => known));
    const [value] = fc.sample(objectOf(definition.fields, goodValue), { seed, numRuns: 1 });
    expect(check(value)).toBe(false);
    known = vocabulary;
    expect(check(value)).toBe(true);
  });
});
