import { describe, optional, terms } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { activitiesAt } from '../activity-answer.ts';
import { isAmong } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { recipientKinds } from './parameters.ts';

const parameters = {
  recipientKinds,
  purposes: optional(describe('Purposes it is about. Left out: all.', terms('purpose'))),
  categories: optional(
    describe('What is necessary. Left out: what the register of activities says for the purpose.', terms('category')),
  ),
};

export const shrMin = defineRuleKind({
  id: 'SHR-MIN',
  finds: ['SHR-MIN'],
  topic: 'sharing',
  judges: [PersonalDataShared],
  description:
    'Whether no more was shared than is necessary, as the policy or the register of activities sets it. Where neither does, nobody can tell from a record, and nothing is said.',
  source: 'A8 SHR-MIN; CLEX-D4; KAAD-D3; KAMO-D4; KAAY-D3; PIPL Art. 6; GDPR Art. 5(1)(c)',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, context: RuleContext, rule: BoundRule<typeof parameters>): RuleResult | undefined {
  if (!isFact(fact, PersonalDataShared)) return undefined;
  const { recipient, recipientKind: kind, purposes, categories } = fact.fields;
  const { recipientKinds: kinds, purposes: only, categories: necessary } = rule.parameters;
  if (kinds?.includes(kind) === false || only?.some((purpose) => purposes.includes(purpose)) === false)
    return undefined;
  const declared = activitiesAt(context, fact.at).filter((activity) =>
    activity.purposes.some((purpose) => purposes.includes(purpose)),
  );
  const allowed = necessary ?? declared.flatMap((activity) => activity.categories);
  if (allowed.length === 0) return undefined;
  const evidence = necessary === undefined ? declared.map(({ id }) => id) : [];
  const more = categories.filter((category) => !isAmong(context.vocabulary, allowed, category));
  const answer = { rule: 'SHR-MIN', bases: [rule.basis], evidence } as const;
  if (more.length === 0) return { ...answer, outcome: 'conforms' };
  const code = necessary === undefined ? 'beyondNecessary' : 'beyondListed';
  const missing = { code, params: { recipient, categories: more } } as const;
  return { ...answer, outcome: 'violates', missing };
}
