import { describe, flag, optional, terms } from '../../event-definition.ts';
import { PersonalDataCollected, PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { actFrom } from '../act.ts';
import type { Act } from '../act.ts';
import { isAmong } from '../categories.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { exceptionFor } from '../consent-exception.ts';
import type { ExceptedAct } from '../consent-exception.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import type { Basis } from '../verdict.ts';
import { consentForms, functions } from './parameters.ts';

const parameters = {
  purposes: optional(describe('Purposes the row allows. Left out: any, under its conditions.', terms('purpose'))),
  categories: optional(describe('Data it allows them for. Left out: any.', terms('category'))),
  functions,
  asNotified: optional(describe('Only if a notice told the purpose before.', flag)),
  withConsent: optional(consentForms),
};

type Row = BoundRule<typeof parameters>;

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

/** What a purpose was found allowed by. */
interface Found {
  readonly bases: Set<Basis>;
  readonly evidence: Set<string>;
}

function compile(rules: readonly Row[], { exceptions }: Setting): Check {
  const [first] = rules;
  if (first === undefined) return () => undefined;
  const isConditional = ({ parameters: { asNotified, withConsent } }: Row) =>
    asNotified === true || withConsent !== undefined;
  const plain = rules.filter((row) => !isConditional(row));
  const onCondition = rules.filter(isConditional);
  return (fact, context) => {
    const act = actFrom(fact);
    if (act === undefined) return undefined;
    const found: Found = { bases: new Set(), evidence: new Set() };
    const unnamed: string[] = [];
    for (const purpose of act.purposes) {
      const row = plain.find((one) => allows(one, act, purpose, context));
      if (row !== undefined) found.bases.add(row.basis);
      else if (!onCondition.some((one) => isMet(one, act, purpose, { context, found }))) unnamed.push(purpose);
    }
    const exception = exceptionFor(exceptions, act.exceptionRef, act.kind as ExceptedAct);
    if (unnamed.length > 0 && exception !== undefined && onCondition.some(isByConsent)) {
      return { rule: 'USE-PURPOSE', outcome: 'conforms', bases: [exception.basis], evidence: [], lenient: true };
    }
    if (unnamed.length > 0) return refusal({ ...act, purposes: unnamed }, onCondition, context, first);
    const [basis = first.basis, ...others] = found.bases;
    return { rule: 'USE-PURPOSE', outcome: 'conforms', bases: [basis, ...others], evidence: [...found.evidence] };
  };
}

/** Where consent would allow the purpose, so does what dispenses with consent. */
function isByConsent({ parameters: { withConsent } }: Row): boolean {
  return withConsent !== undefined;
}

function allows(
  { parameters: { purposes, categories, functions: of } }: Row,
  act: Act,
  purpose: string,
  { vocabulary }: RuleContext,
): boolean {
  return (
    (purposes?.includes(purpose) ?? true) &&
    (of === undefined || (act.function !== undefined && of.includes(act.function))) &&
    (categories === undefined || act.categories.every((category) => isAmong(vocabulary, categories, category)))
  );
}

/** Whether a row with a condition allows it; what shows that the condition is met is added to what was found. */
function isMet(
  row: Row,
  act: Act,
  purpose: string,
  { context, found }: { readonly context: RuleContext; readonly found: Found },
): boolean {
  if (!allows(row, act, purpose, context)) return false;
  const { asNotified, withConsent } = row.parameters;
  const evidence: string[] = [];
  if (asNotified === true) {
    const notice = [...context.subject.notices, ...context.controller.notices].find(
      ({ at, said }) => at <= act.at && said.purposes.includes(purpose),
    );
    if (notice === undefined) return false;
    evidence.push(notice.id);
  }
  if (withConsent !== undefined) {
    const consent = askConsent(context, needOf(act, withConsent, { purposes: [purpose] }));
    if (consent.outcome !== 'conforms') return false;
    evidence.push(...consent.evidence);
  }
  found.bases.add(row.basis);
  for (const id of evidence) found.evidence.add(id);
  return true;
}

/** Where consent would have helped, what is missing is the consent; otherwise the policy does not have the purpose. */
function refusal(act: Act, onCondition: readonly Row[], context: RuleContext, first: Row): RuleResult {
  for (const row of onCondition) {
    const { withConsent } = row.parameters;
    if (withConsent === undefined || !act.purposes.every((purpose) => allows(row, act, purpose, context))) continue;
    return { rule: 'USE-PURPOSE', bases: [row.basis], ...askConsent(context, needOf(act, withConsent)) };
  }
  const missing = { code: 'purposeNotListed', params: { purposes: act.purposes } } as const;
  return { rule: 'USE-PURPOSE', outcome: 'violates', bases: [first.basis], evidence: [], missing };
}
