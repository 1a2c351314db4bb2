import { describe, list } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { noticeItem } from '../../standard-fields.ts';
import { actFrom } from '../act.ts';
import { dueAfter, periodFrom } from '../due-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { askNotice } from '../notice-answer.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { lastCollection } from '../state/holding-state.ts';
import { period, sourceKind } from './parameters.ts';

const parameters = {
  sources: describe('Sources other than the person.', list(sourceKind, 7)),
  items: describe('What has to have been told.', list(noticeItem, 50)),
  period: describe('How long after the data came in, unless it is handed on before.', period),
};

type Row = BoundRule<typeof parameters>;

export const colNoticeAfter = defineRuleKind({
  id: 'COL-NOTICE-AFTER',
  finds: ['COL-NOTICE'],
  topic: 'notice',
  judges: [PersonalDataUsed, PersonalDataShared],
  description:
    'Whether people whose data came from somebody else were told so in time, and before it was handed on to another one.',
  source: 'A8 COL-NOTICE; GDPR Art. 14',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(
  fact: Fact,
  context: RuleContext,
  { basis, parameters: of }: Row,
  setting: Setting,
): RuleResult | undefined {
  const act = actFrom(fact);
  if (act === undefined) return undefined;
  const isHandedOn = isFact(fact, PersonalDataShared) && fact.fields.recipientKind !== 'processor';
  for (const category of act.categories) {
    const collected = lastCollection(context.subject, category, fact.at);
    if (collected === undefined || !of.sources.includes(collected.source)) continue;
    const due = dueAfter(periodFrom(of.period), collected.at, setting);
    if (!isHandedOn && (due === undefined || fact.at <= due.at)) continue;
    const need = { at: fact.at, items: of.items, categories: [category], noticeRef: act.noticeRef };
    const { evidence, ...told } = askNotice(context, need);
    return { rule: 'COL-NOTICE', bases: [basis], ...told, evidence: [collected.id, ...evidence] };
  }
  return undefined;
}
