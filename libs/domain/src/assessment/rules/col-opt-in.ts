import { describe, optional, terms } from '../../event-definition.ts';
import { ACTS, actFrom } from '../act.ts';
import { isAmong } from '../categories.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { exceptionFor } from '../consent-exception.ts';
import type { ExceptedAct } from '../consent-exception.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { acts, consentForms, functions } from './parameters.ts';

const parameters = {
  functions,
  categories: optional(describe('Data it is about. Left out: all.', terms('category'))),
  purposes: optional(describe('Purposes it is about. Left out: all.', terms('purpose'))),
  acts: acts('Acts that need the consent.'),
  forms: consentForms,
};

type Row = BoundRule<typeof parameters>;

export const colOptIn = defineRuleKind({
  id: 'COL-OPTIN',
  finds: ['COL-OPTIN'],
  topic: 'collection',
  judges: ACTS,
  description: 'Whether somebody had agreed to what is only done with those who want it.',
  source: 'A8 COL-OPTIN; KAMO-C7, C8',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting)),
});

function ask(
  fact: Fact,
  context: RuleContext,
  { basis, parameters: of }: Row,
  setting: Setting,
): readonly RuleResult[] {
  const act = actFrom(fact);
  if (act === undefined || !of.acts.includes(act.kind)) return [];
  if (of.functions !== undefined && !(act.function !== undefined && of.functions.includes(act.function))) return [];
  const categories = act.categories.filter(
    (category) => of.categories === undefined || isAmong(context.vocabulary, of.categories, category),
  );
  const purposes = act.purposes.filter((purpose) => of.purposes?.includes(purpose) ?? true);
  if (categories.length === 0 || (purposes.length === 0 && of.purposes !== undefined)) return [];
  const answer = { rule: 'COL-OPTIN', bases: [basis] } as const;
  const exception = exceptionFor(setting.exceptions, act.exceptionRef, act.kind as ExceptedAct);
  if (exception !== undefined)
    return [{ ...answer, bases: [basis, exception.basis], outcome: 'conforms', evidence: [] }];
  return [{ ...answer, ...askConsent(context, needOf(act, of.forms, { categories, purposes })) }];
}
