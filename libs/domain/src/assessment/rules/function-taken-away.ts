import type { FieldValues } from '../../event-definition.ts';
import { FunctionUnavailable } from '../../processing/function-unavailable.ts';
import type { Fact, FactOf } from '../fact.ts';
import { isAmong } from '../categories.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import type { collectionParameters } from './collection-parameters.ts';

type Row = BoundRule<typeof collectionParameters>;
type TakenAway = Fact & FactOf<(typeof FunctionUnavailable)['fields']>;
type Necessity = NonNullable<FieldValues<typeof collectionParameters>['necessity']>;

/**
 * Whether a function was rightly not to be had for want of data: what is optional must not be a condition, and what is
 * required for one function must not be a condition of another.
 */
export function judgeTakenAway(
  rows: readonly Row[],
  { fields }: TakenAway,
  { vocabulary }: RuleContext,
): RuleResult | undefined {
  const isOf = ({ parameters }: Row, category: string) =>
    parameters.categories !== undefined && isAmong(vocabulary, parameters.categories, category);
  const { function: of, reason, categories, refusedFor = of } = fields;
  if (reason !== 'optionalRefused' && reason !== 'requiredMissing') return undefined;
  const ofFunction = rows.filter(({ parameters: { functions } }) => functions?.includes(of) ?? true);
  const [first] = [...ofFunction, ...rows].toSorted((a, b) => Number(names(b, of)) - Number(names(a, of)));
  if (first === undefined) return undefined;
  const rule = reason === 'optionalRefused' ? 'COL-OPTIONAL' : 'COL-REQUIRED';
  if (categories === undefined) {
    const missing = { code: 'refusedNotDeclared', params: { function: of } } as const;
    return { rule, outcome: 'gap', bases: [first.basis], evidence: [], missing };
  }
  const isListed = (category: string, necessity: Necessity) =>
    ofFunction.some((row) => row.parameters.necessity === necessity && isOf(row, category));
  const notRequired = categories.filter((category) => refusedFor !== of || !isListed(category, 'required'));
  if (notRequired.length === 0) {
    const basis = ofFunction.find(({ parameters: { necessity } }) => necessity === 'required')?.basis ?? first.basis;
    return { rule, outcome: 'conforms', bases: [basis], evidence: [] };
  }
  const isOptional = refusedFor === of && notRequired.some((category) => isListed(category, 'optional'));
  const saying = ofFunction.find(
    (row) =>
      notRequired.some((category) => isOf(row, category)) &&
      row.parameters.necessity === (isOptional ? 'optional' : 'required'),
  );
  const missing = {
    code: isOptional ? 'optionalTakenAsRequired' : 'requiredElsewhere',
    params: { function: of, categories: notRequired },
  } as const;
  return {
    rule: isOptional ? 'COL-OPTIONAL' : 'COL-REQUIRED',
    outcome: 'violates',
    bases: [(saying ?? first).basis],
    evidence: [],
    missing,
  };
}

/** A row that names the function is a better one to cite than a row about all of them. */
function names({ parameters: { functions } }: Row, of: string): boolean {
  return functions?.includes(of) === true;
}
