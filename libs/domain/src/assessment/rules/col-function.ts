import type { FieldValues } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { FunctionUnavailable } from '../../processing/function-unavailable.ts';
import type { Vocabulary } from '../../vocabulary.ts';
import { isAmong } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult } from '../rule-kind.ts';
import type { Basis } from '../verdict.ts';
import { collectionParameters } from './collection-parameters.ts';
import { judgeTakenAway } from './function-taken-away.ts';

type Row = BoundRule<typeof collectionParameters>;
type Source = NonNullable<FieldValues<typeof collectionParameters>['sources']>[number];
type Collected = Fact & FactOf<(typeof PersonalDataCollected)['fields']>;

export const colFunction = defineRuleKind({
  id: 'COL-FUNCTION',
  finds: ['COL-FUNCTION', 'COL-OPTIONAL', 'COL-REQUIRED'],
  topic: 'collection',
  judges: [PersonalDataCollected, FunctionUnavailable],
  description:
    'Whether the policy lists the data for that function and source, and whether it was a condition only where the policy requires it. The rows together are a closed list.',
  source: 'A8 COL-FUNCTION, COL-OPTIONAL, COL-REQUIRED; PIPL Art. 6, 16; GDPR Art. 5(1)(c)',
  parameters: collectionParameters,
  compile,
});

function compile(rules: readonly Row[]): Check {
  const [first] = rules;
  if (first === undefined) return () => undefined;
  return (fact, context) => {
    if (isFact(fact, FunctionUnavailable)) return judgeTakenAway(rules, fact, context);
    return isFact(fact, PersonalDataCollected) ? judgeCollected(fact, rules, first, context) : undefined;
  };
}

/** Categories by what is wrong with them. */
interface Sorted {
  readonly unlisted: string[];
  readonly optionalTaken: string[];
  readonly requiredElsewhere: string[];
  readonly used: Set<Basis>;
}

function judgeCollected(
  fact: Collected,
  rules: readonly Row[],
  first: Row,
  { vocabulary }: RuleContext,
): RuleResult | readonly RuleResult[] {
  const { function: of, source } = fact.fields;
  const ofSource = rules.filter((row) => isFrom(row, source.kind, source.name));
  const listing = ofSource.filter((row) => isFor(row, of));
  const { unlisted, optionalTaken, requiredElsewhere, used } = sorted(fact, listing, ofSource, vocabulary);
  const results: RuleResult[] = [];
  const violation = (result: Pick<RuleResult, 'rule' | 'missing' | 'bases'>) =>
    results.push({ ...result, outcome: 'violates', evidence: [] });
  if (unlisted.length > 0) {
    const ofSourceKind = rules.filter(({ parameters: { sources } }) => sources?.includes(source.kind));
    const cited = [listing, ofSource, ofSourceKind].find((rows) => rows.length > 0) ?? rules;
    const params = { function: of, source: source.kind, categories: unlisted };
    violation({
      rule: 'COL-FUNCTION',
      bases: basesOf(cited, first),
      missing: { code: 'categoryNotListed', params },
    });
  }
  if (optionalTaken.length > 0) {
    const bases = basesOf(saying(listing, optionalTaken, 'optional', vocabulary), first);
    const params = { function: of, categories: optionalTaken };
    violation({ rule: 'COL-OPTIONAL', bases, missing: { code: 'optionalTakenAsRequired', params } });
  }
  if (requiredElsewhere.length > 0) {
    const bases = basesOf(saying(ofSource, requiredElsewhere, 'required', vocabulary), first);
    const params = { function: of, categories: requiredElsewhere };
    violation({ rule: 'COL-REQUIRED', bases, missing: { code: 'requiredElsewhere', params } });
  }
  if (results.length > 0) return results;
  const [basis = first.basis, ...others] = used;
  return { rule: 'COL-FUNCTION', outcome: 'conforms', bases: [basis, ...others], evidence: [] };
}

function sorted(
  { fields }: Collected,
  listing: readonly Row[],
  ofSource: readonly Row[],
  vocabulary: Vocabulary,
): Sorted {
  const into: Sorted = { unlisted: [], optionalTaken: [], requiredElsewhere: [], used: new Set() };
  for (const { category, necessity } of fields.categories) {
    const rows = listing.filter((row) => isOf(row, category, vocabulary));
    for (const { basis } of rows) into.used.add(basis);
    if (rows.length === 0) into.unlisted.push(category);
    if (necessity !== 'required' || rows.some((row) => row.parameters.necessity === 'required')) continue;
    if (rows.some((row) => row.parameters.necessity === 'optional')) into.optionalTaken.push(category);
    else if (rows.length === 0 && saying(ofSource, [category], 'required', vocabulary).length > 0) {
      into.requiredElsewhere.push(category);
    }
  }
  return into;
}

function saying(
  rows: readonly Row[],
  categories: readonly string[],
  necessity: 'required' | 'optional',
  vocabulary: Vocabulary,
) {
  return rows.filter(
    (row) => row.parameters.necessity === necessity && categories.some((category) => isOf(row, category, vocabulary)),
  );
}

function isFor({ parameters }: Row, of: string): boolean {
  return parameters.functions?.includes(of) ?? true;
}

function isOf({ parameters: { categories } }: Row, category: string, vocabulary: Vocabulary): boolean {
  return categories === undefined || isAmong(vocabulary, categories, category);
}

function isFrom({ parameters: { sources, sourceNames } }: Row, kind: Source, name: string | undefined): boolean {
  const isNamed = sourceNames === undefined || (name !== undefined && sourceNames.includes(name));
  return isNamed && (sources?.includes(kind) ?? true);
}

function basesOf(rows: readonly Row[], otherwise: Row): readonly [Basis, ...Basis[]] {
  const [row = otherwise, ...others] = rows;
  return [row.basis, ...others.map(({ basis }) => basis)];
}
