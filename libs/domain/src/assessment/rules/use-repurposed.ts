import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { exceptionFor } from '../consent-exception.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { consentForms } from './parameters.ts';

const parameters = { forms: consentForms };

export const useRepurposed = defineRuleKind({
  id: 'USE-REPURPOSED',
  finds: ['USE-PURPOSE'],
  topic: 'purposes',
  judges: [PersonalDataUsed],
  description:
    'Whether data is used for what it was collected for, or with consent to something else. Where its collection is not on file, nothing is said.',
  source: 'A8 USE-PURPOSE; KAMO-P1; PIPL Art. 14(2); GDPR Art. 5(1)(b), 6(4)',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(
  fact: Fact,
  context: RuleContext,
  { basis, parameters: of }: BoundRule<typeof parameters>,
  { exceptions }: Setting,
): RuleResult | undefined {
  const act = actFrom(fact);
  if (act === undefined || exceptionFor(exceptions, act.exceptionRef, 'use') !== undefined) return undefined;
  const evidence = new Set<string>();
  const categories = new Set<string>();
  const others = new Set<string>();
  for (const { category, collected, purposes } of context.subject.holdings) {
    const came = collected.findLast(({ at }) => at <= fact.at);
    if (came === undefined || !act.categories.includes(category)) continue;
    const beyond = act.purposes.filter((purpose) => !purposes.includes(purpose));
    if (beyond.length === 0) continue;
    evidence.add(came.id);
    categories.add(category);
    for (const purpose of beyond) others.add(purpose);
  }
  if (categories.size === 0) return undefined;
  const consent = askConsent(context, needOf(act, of.forms, { categories: [...categories], purposes: [...others] }));
  return { rule: 'USE-PURPOSE', bases: [basis], ...consent, evidence: [...evidence, ...consent.evidence] };
}
