import { describe, optional, terms } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import {
  PersonalDataExported,
  PersonalDataPubliclyDisclosed,
  PersonalDataShared,
} from '../../processing/handing-over.ts';
import { actFrom, DISPOSALS } from '../act.ts';
import { isAmong } from '../categories.ts';
import { dueAfter, periodFrom } from '../due-answer.ts';
import type { Due } from '../due-answer.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { lastCollection } from '../state/holding-state.ts';
import { period } from './parameters.ts';

const parameters = {
  categories: optional(describe('Data it is about. Left out: all.', terms('category'))),
  period: optional(describe('Longest time. Left out: as long as the record of the collection said.', period)),
};

type Row = BoundRule<typeof parameters>;

export const retLimit = defineRuleKind({
  id: 'RET-LIMIT',
  finds: ['RET-LIMIT'],
  topic: 'retention',
  judges: [PersonalDataUsed, PersonalDataShared, PersonalDataPubliclyDisclosed, PersonalDataExported],
  description: 'Whether data was still there and used when the time it was to be kept was over.',
  source: 'A8 RET-LIMIT; KAAD-R1; KAMO-R1; PIPL Art. 19, 47; GDPR Art. 5(1)(e)',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(fact: Fact, context: RuleContext, rule: Row, setting: Setting): RuleResult | undefined {
  const act = actFrom(fact);
  if (act === undefined || DISPOSALS.has(act.operation)) return undefined;
  const { categories: only } = rule.parameters;
  for (const category of act.categories) {
    if (only !== undefined && !isAmong(context.vocabulary, only, category)) continue;
    const collected = lastCollection(context.subject, category, fact.at);
    if (collected === undefined) continue;
    const due = earliest(limitsOf(collected, rule).flatMap((limit) => dueAfter(limit, collected.at, setting) ?? []));
    if (due === undefined || fact.at <= due.at) continue;
    return {
      rule: 'RET-LIMIT',
      outcome: 'violates',
      bases: [rule.basis],
      evidence: [collected.id],
      missing: { code: 'retentionOver', params: { dueAt: due.dueAt } },
    };
  }
  return undefined;
}

function limitsOf({ retentionPeriod }: { readonly retentionPeriod?: string }, { parameters: of }: Row) {
  return [
    ...(retentionPeriod === undefined ? [] : [{ duration: retentionPeriod }]),
    ...(of.period === undefined ? [] : [periodFrom(of.period)]),
  ];
}

function earliest(dues: readonly Due[]): Due | undefined {
  return dues.toSorted((a, b) => a.at - b.at)[0];
}
