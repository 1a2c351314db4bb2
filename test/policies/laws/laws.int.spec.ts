import { describe, expect, it } from '@jest/globals';
import { loadJurisdictionPacks, loadPolicyPacks, loadVocabulary } from '#libs/policy-packs';
import { lawCases } from './index.ts';
import { compiledLaws, silentPolicy, verdictByLaw, withoutLaw } from './run-law-case.ts';

const vocabulary = loadVocabulary();
const [clex] = loadPolicyPacks(vocabulary);
const policy = silentPolicy(clex!, vocabulary);
const packs = loadJurisdictionPacks(vocabulary);

describe.each(Object.entries(lawCases))('the law of %s', (jurisdiction, cases) => {
  const laws = compiledLaws(packs, jurisdiction, vocabulary);

  it.each(cases.map((lawCase) => [lawCase.title, lawCase] as const))('%s', (_title, lawCase) => {
    const { outcome, findings } = verdictByLaw(lawCase, { policy, laws });
    const [gravest] = findings;
    expect(
      outcome === 'conforms' || gravest?.basis.kind !== 'law'
        ? outcome
        : { outcome, law: gravest.basis.lawRule, rule: gravest.rule, missing: gravest.missing?.code },
    ).toEqual(lawCase.then);
  });
});

describe('a law that is only proposed', () => {
  const title = 'Art. 33(1): the authority is told after four days';
  const late = lawCases['EEA']?.find((one) => one.title === title);
  const outcomeBy = (of: typeof packs) =>
    late && verdictByLaw(late, { policy, laws: compiledLaws(of, 'EEA', vocabulary) }).outcome;
  const without = withoutLaw(packs, 'EU-GDPR-33-1');

  it('judges nothing, and would as soon as it were in force', () => {
    const proposed = packs.flatMap(({ rules }) => rules).filter(({ status }) => status === 'proposed');
    expect(proposed.map(({ id }) => id)).toEqual(['EU-GDPR-33-omnibus']);
    expect([outcomeBy(packs), outcomeBy(without)]).toEqual(['violates', 'conforms']);
    const enacted = without.map((pack) => ({
      ...pack,
      rules: pack.rules.map((rule) => ({ ...rule, status: 'inForce' as const })),
    }));
    expect(outcomeBy(enacted)).toBe('violates');
  });
});
