import { describe, flag, list, optional, reference } from '../../event-definition.ts';
import { PersonalDataCollected, PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { askInTime, dueAfter, periodFrom } from '../due-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { period } from './parameters.ts';

const parameters = {
  functions: describe('Functions that are cookies.', list(reference, 50)),
  period: describe('Longest life.', period),
  orSession: optional(describe('It may also end with the session.', flag)),
};

type Row = BoundRule<typeof parameters>;

export const retCookie = defineRuleKind({
  id: 'RET-COOKIE',
  finds: ['RET-COOKIE'],
  topic: 'cookies',
  judges: [PersonalDataCollected, PersonalDataUsed],
  description: 'Whether a cookie was set for no longer than the policy says, and is not read after that.',
  source: 'A8 RET-COOKIE; KAAD-K1; KAAY-C7',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(fact: Fact, context: RuleContext, rule: Row, setting: Setting): RuleResult | undefined {
  const answer = { rule: 'RET-COOKIE', bases: [rule.basis] } as const;
  const longest = periodFrom(rule.parameters.period);
  if (isFact(fact, PersonalDataCollected)) {
    const { function: of, retentionPeriod, endsWithSession } = fact.fields;
    if (!rule.parameters.functions.includes(of)) return undefined;
    if (endsWithSession === true && rule.parameters.orSession === true) {
      return { ...answer, outcome: 'conforms', evidence: [] };
    }
    const lasts = retentionPeriod === undefined ? undefined : dueAfter({ duration: retentionPeriod }, fact.at, setting);
    if (lasts === undefined) {
      const missing = { code: 'cookieLifeNotDeclared', params: { function: of } } as const;
      return { ...answer, outcome: 'gap', evidence: [], missing };
    }
    return { ...answer, evidence: [], ...askInTime(lasts.at, dueAfter(longest, fact.at, setting), 'cookieOver') };
  }
  if (!isFact(fact, PersonalDataUsed)) return undefined;
  const { function: of, categories } = fact.fields;
  if (of === undefined || !rule.parameters.functions.includes(of)) return undefined;
  const set = context.subject.holdings
    .filter(({ category }) => categories.includes(category))
    .flatMap(({ collected }) => collected.findLast((one) => one.function === of && one.at <= fact.at) ?? [])
    .toSorted((a, b) => a.at - b.at)[0];
  if (set === undefined) return undefined;
  return {
    ...answer,
    evidence: [set.id],
    ...askInTime(fact.at, dueAfter(longest, set.at, setting), 'cookieOver'),
  };
}
