import { FunctionUnavailable } from '../../processing/function-unavailable.ts';
import { activitiesAt } from '../activity-answer.ts';
import { isAmong } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';

const parameters = {};

/** Reasons that come down to the person's not having agreed. */
const NOT_AGREED: readonly string[] = ['optionalRefused', 'consentRefused', 'consentWithdrawn'];

export const colRefusal = defineRuleKind({
  id: 'COL-REFUSAL',
  finds: ['COL-OPTIONAL'],
  topic: 'collection',
  judges: [FunctionUnavailable],
  description:
    'Whether a function was refused because somebody did not agree, although it works without the data: what a function needs, the register of activities says.',
  source: 'PIPL Art. 16; GDPR Art. 7(4)',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, context: RuleContext, { basis }: BoundRule<typeof parameters>): RuleResult | undefined {
  if (!isFact(fact, FunctionUnavailable) || !NOT_AGREED.includes(fact.fields.reason)) return undefined;
  const { function: of, reason, categories } = fact.fields;
  const answer = { rule: 'COL-OPTIONAL', bases: [basis], evidence: [] } as const;
  if (categories === undefined) {
    return { ...answer, outcome: 'gap', missing: { code: 'refusedNotDeclared', params: { function: of } } };
  }
  const params = { function: of, categories };
  // Whoever calls data optional says that it is not necessary.
  if (reason === 'optionalRefused') {
    return { ...answer, outcome: 'violates', missing: { code: 'optionalTakenAsRequired', params } };
  }
  const needing = activitiesAt(context, fact.at).filter((one) => one.function === of);
  if (needing.length === 0) return { ...answer, outcome: 'gap', missing: { code: 'necessityNotDeclared', params } };
  const evidence = needing.map(({ id }) => id);
  const needed = needing.flatMap((activity) => activity.categories);
  if (categories.every((category) => isAmong(context.vocabulary, needed, category))) {
    return { ...answer, outcome: 'conforms', evidence };
  }
  return { ...answer, outcome: 'violates', evidence, missing: { code: 'requiredElsewhere', params } };
}
