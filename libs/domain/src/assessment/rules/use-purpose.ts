import { describe, flag, oneOf, list, optional, reference, terms } from '../../event-definition.ts';
import { PersonalDataCollected, PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { askConsent, EXPRESS } from '../consent-answer.ts';
import type { ConsentForm } from '../state/consent-state.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, Context, RuleResult } from '../rule-kind.ts';
import type { Basis } from '../verdict.ts';

const parameters = {
  purposes: optional(describe('Purposes the row allows. Left out: any, under its conditions.', terms('purpose'))),
  categories: optional(describe('Data it allows them for. Left out: any.', terms('category'))),
  functions: optional(describe('Functions it allows them for. Left out: any.', list(reference, 50))),
  asNotified: optional(describe('Only if a notice told the purpose before.', flag)),
  withConsent: optional(
    describe(
      'Only with consent of one of these forms.',
      list(oneOf('implied', 'express', 'explicit', 'separate', 'written'), 5),
    ),
  ),
};

type Row = BoundRule<typeof parameters>;

/** A use or collection, reduced to what its purposes are asked of. */
interface Purposeful {
  readonly fact: Fact;
  readonly function: string | undefined;
  readonly purposes: readonly string[];
  readonly categories: readonly string[];
  readonly consentRef: string | undefined;
}

export const usePurpose = defineRuleKind({
  id: 'USE-PURPOSE',
  finds: ['USE-PURPOSE'],
  topic: 'purposes',
  judges: [PersonalDataCollected, PersonalDataUsed],
  description: 'Whether each purpose is one the policy names, on its conditions. The rows together are a closed list.',
  source: 'A8 USE-PURPOSE; CLEX-P1..P9; KAMO-P1; PIPL Art. 6, 14; GDPR Art. 5(1)(b)',
  parameters,
  compile,
});

function compile(rules: readonly Row[]): Check {
  const [first] = rules;
  if (first === undefined) return () => undefined;
  const conditional = ({ parameters: { asNotified, withConsent } }: Row) =>
    asNotified === true || withConsent !== undefined;
  const plain = rules.filter((row) => !conditional(row));
  const onCondition = rules.filter(conditional);
  return (fact, context) => {
    const act = purposefulFrom(fact);
    if (act === undefined) return undefined;
    const bases = new Set<Basis>();
    const evidence = new Set<string>();
    const unnamed: string[] = [];
    for (const purpose of act.purposes) {
      const row = plain.find((one) => allows(one, act, purpose));
      if (row !== undefined) bases.add(row.basis);
      else if (!isMet(onCondition, { ...act, purposes: [purpose] }, context, { bases, evidence }))
        unnamed.push(purpose);
    }
    if (unnamed.length > 0) return refusal({ ...act, purposes: unnamed }, onCondition, context, first);
    const [basis = first.basis, ...others] = bases;
    return { rule: 'USE-PURPOSE', outcome: 'conforms', bases: [basis, ...others], evidence: [...evidence] };
  };
}

function purposefulFrom(fact: Fact): Purposeful | undefined {
  if (isFact(fact, PersonalDataCollected)) {
    const { function: of, purposes, categories, consentRef } = fact.fields;
    return { fact, function: of, purposes, categories: categories.map(({ category }) => category), consentRef };
  }
  if (!isFact(fact, PersonalDataUsed)) return undefined;
  const { function: of, purposes, categories, consentRef } = fact.fields;
  return { fact, function: of, purposes, categories, consentRef };
}

function allows({ parameters: { purposes, categories, functions } }: Row, act: Purposeful, purpose: string): boolean {
  return (
    (purposes?.includes(purpose) ?? true) &&
    (functions === undefined || (act.function !== undefined && functions.includes(act.function))) &&
    (categories === undefined || act.categories.every((category) => categories.includes(category)))
  );
}

/** Whether a row with a condition allows it; what shows that the condition is met is added. */
function isMet(
  rows: readonly Row[],
  act: Purposeful,
  context: Context,
  found: { readonly bases: Set<Basis>; readonly evidence: Set<string> },
): boolean {
  const [purpose = ''] = act.purposes;
  return rows.some((row) => {
    if (!allows(row, act, purpose)) return false;
    const evidence = conditionMet(row, act, context, purpose);
    if (evidence === undefined) return false;
    found.bases.add(row.basis);
    for (const id of evidence) found.evidence.add(id);
    return true;
  });
}

function conditionMet(row: Row, act: Purposeful, context: Context, purpose: string): readonly string[] | undefined {
  const { asNotified, withConsent } = row.parameters;
  const notice =
    asNotified === true
      ? [...context.subject.notices, ...context.controller.notices].find(
          ({ at, said }) => at <= act.fact.at && said.purposes.includes(purpose),
        )
      : undefined;
  if (asNotified === true && notice === undefined) return undefined;
  const consent = withConsent === undefined ? undefined : askConsent(context, needOf(act, withConsent));
  if (consent !== undefined && consent.outcome !== 'conforms') return undefined;
  return [...(notice === undefined ? [] : [notice.id]), ...(consent?.evidence ?? [])];
}

function needOf({ fact, purposes, categories, consentRef }: Purposeful, forms: readonly ConsentForm[]) {
  return { at: fact.at, forms, categories, purposes, consentRef };
}

/** Where consent would have helped, what is missing is the consent; otherwise the policy does not have the purpose. */
function refusal(act: Purposeful, onCondition: readonly Row[], context: Context, first: Row): RuleResult {
  const byConsent = onCondition.find(
    (row) => row.parameters.withConsent !== undefined && act.purposes.every((purpose) => allows(row, act, purpose)),
  );
  if (byConsent !== undefined) {
    const answer = askConsent(context, needOf(act, byConsent.parameters.withConsent ?? EXPRESS));
    return { rule: 'USE-PURPOSE', bases: [byConsent.basis], ...answer };
  }
  const missing = { code: 'purposeNotListed', params: { purposes: act.purposes } } as const;
  return { rule: 'USE-PURPOSE', outcome: 'violates', bases: [first.basis], evidence: [], missing };
}
