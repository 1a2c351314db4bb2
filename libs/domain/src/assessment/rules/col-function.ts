import { describe, list, oneOf, optional, reference, terms } from '../../event-definition.ts';
import type { FieldValues } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleResult } from '../rule-kind.ts';
import type { Basis } from '../verdict.ts';

const parameters = {
  functions: optional(describe('Functions it is collected for. Left out: any.', list(reference, 50))),
  categories: optional(describe('What is collected. Left out: anything.', terms('category'))),
  sources: optional(
    describe(
      'Where it may come from. Left out: anywhere.',
      list(oneOf('subject', 'device', 'employer', 'businessPartner', 'otherUser', 'thirdPartyPlatform', 'public'), 7),
    ),
  ),
  sourceNames: optional(describe('Which partner or platform, by its slug. Left out: any.', list(reference, 50))),
  necessity: optional(
    describe(
      'Whether the function works without it. Left out: the policy does not say.',
      oneOf('required', 'optional', 'automatic'),
    ),
  ),
};

type Row = BoundRule<typeof parameters>;
type Source = NonNullable<FieldValues<typeof parameters>['sources']>[number];

export const colFunction = defineRuleKind({
  id: 'COL-FUNCTION',
  finds: ['COL-FUNCTION', 'COL-OPTIONAL', 'COL-REQUIRED'],
  topic: 'collection',
  judges: [PersonalDataCollected],
  description:
    'Whether the policy lists the data for that function and source, and whether it was required only where the policy requires it. The rows together are a closed list.',
  source: 'A8 COL-FUNCTION, COL-OPTIONAL, COL-REQUIRED; PIPL Art. 6, 16; GDPR Art. 5(1)(c)',
  parameters,
  compile,
});

function compile(rules: readonly Row[]): Check {
  const [first] = rules;
  if (first === undefined) return () => undefined;
  return (fact) => {
    if (!isFact(fact, PersonalDataCollected)) return undefined;
    const { function: of, source, categories } = fact.fields;
    const ofSource = rules.filter((row) => isFrom(row, source.kind, source.name));
    const listing = ofSource.filter((row) => isFor(row, of));
    const unlisted: string[] = [];
    const optionalTaken: string[] = [];
    const requiredElsewhere: string[] = [];
    const used = new Set<Basis>();
    for (const { category, necessity } of categories) {
      const rows = listing.filter((row) => isOf(row, category));
      for (const { basis } of rows) used.add(basis);
      if (rows.length === 0) unlisted.push(category);
      if (necessity !== 'required' || rows.some((row) => row.parameters.necessity === 'required')) continue;
      if (rows.some((row) => row.parameters.necessity === 'optional')) optionalTaken.push(category);
      else if (
        rows.length === 0 &&
        ofSource.some((row) => isOf(row, category) && row.parameters.necessity === 'required')
      )
        requiredElsewhere.push(category);
    }
    const cite = basesOf(listing.length > 0 ? listing : ofSource.length > 0 ? ofSource : rules, first);
    const results: RuleResult[] = [];
    const violation = (result: Pick<RuleResult, 'rule' | 'missing' | 'bases'>) =>
      results.push({ ...result, outcome: 'violates', evidence: [] });
    if (unlisted.length > 0) {
      const params = { function: of, source: source.kind, categories: unlisted };
      violation({ rule: 'COL-FUNCTION', bases: cite, missing: { code: 'categoryNotListed', params } });
    }
    if (optionalTaken.length > 0) {
      const saying = listing.filter((row) => row.parameters.necessity === 'optional');
      const params = { function: of, categories: optionalTaken };
      violation({
        rule: 'COL-OPTIONAL',
        bases: basesOf(saying, first),
        missing: { code: 'optionalTakenAsRequired', params },
      });
    }
    if (requiredElsewhere.length > 0) {
      const saying = ofSource.filter((row) => row.parameters.necessity === 'required');
      const params = { function: of, categories: requiredElsewhere };
      violation({
        rule: 'COL-REQUIRED',
        bases: basesOf(saying, first),
        missing: { code: 'requiredElsewhere', params },
      });
    }
    if (results.length > 0) return results;
    const [basis = first.basis, ...others] = used;
    return { rule: 'COL-FUNCTION', outcome: 'conforms', bases: [basis, ...others], evidence: [] };
  };
}

function isFor({ parameters: { functions } }: Row, of: string): boolean {
  return functions?.includes(of) ?? true;
}

function isOf({ parameters: { categories } }: Row, category: string): boolean {
  return categories?.includes(category) ?? true;
}

function isFrom({ parameters: { sources, sourceNames } }: Row, kind: Source, name: string | undefined): boolean {
  return (
    (sources?.includes(kind) ?? true) &&
    (sourceNames === undefined || (name !== undefined && sourceNames.includes(name)))
  );
}

function basesOf(rows: readonly Row[], otherwise: Row): readonly [Basis, ...Basis[]] {
  const [row = otherwise, ...others] = rows;
  return [row.basis, ...others.map(({ basis }) => basis)];
}
