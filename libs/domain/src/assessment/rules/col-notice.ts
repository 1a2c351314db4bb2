import { count, describe, flag, list, optional, term } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { noticeItem } from '../../standard-fields.ts';
import { askAge } from '../age-answer.ts';
import { isAmong } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { askNotice } from '../notice-answer.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Context, RuleContext, RuleResult } from '../rule-kind.ts';
import type { Notice } from '../state/notice-state.ts';
import { sourceKind } from './parameters.ts';

const parameters = {
  namesCategories: optional(
    describe('The notice has to name the data as well. Left out: the purposes are enough.', flag),
  ),
  items: optional(describe('What else has to have been told, by any notice.', list(noticeItem, 50))),
  sources: optional(describe('Only of data from these sources. Left out: from anywhere.', list(sourceKind, 7))),
  under: optional(describe('Only of people known to be younger than that, in years.', count)),
  exceptBases: optional(
    describe('Legal bases on which nothing need be told before, such as an emergency.', list(term('legalBasis'), 50)),
  ),
};

export const colNotice = defineRuleKind({
  id: 'COL-NOTICE',
  finds: ['COL-NOTICE'],
  topic: 'notice',
  judges: [PersonalDataCollected],
  description: 'Whether people were told what would be collected and why before it was.',
  source: 'A8 COL-NOTICE; CLEX-C8; PIPL Art. 17, 31(2); GDPR Art. 13',
  parameters,
  compile: (rules) => (fact, context) => rules.flatMap((rule) => ask(fact, context, rule) ?? []),
});

function ask(fact: Fact, context: RuleContext, rule: BoundRule<typeof parameters>): RuleResult | undefined {
  if (!isFact(fact, PersonalDataCollected)) return undefined;
  const { function: of, purposes, noticeRef, source, legalBasis } = fact.fields;
  const { items, sources, under, exceptBases } = rule.parameters;
  if (sources?.includes(source.kind) === false) return undefined;
  if (under !== undefined && askAge(context.subject, under, fact.at).state !== 'younger') return undefined;
  if (legalBasis !== undefined && exceptBases?.includes(legalBasis) === true) return undefined;
  const categories =
    rule.parameters.namesCategories === true ? fact.fields.categories.map(({ category }) => category) : [];
  const before = [...context.subject.notices, ...context.controller.notices].filter(
    ({ at, said }) => at <= fact.at && (said.function === undefined || said.function === of),
  );
  const told = new Set<string>();
  const untold = purposes.filter((purpose) => !tells(before, told, ({ said }) => said.purposes.includes(purpose)));
  const unnamed = categories.filter(
    (category) => !tells(before, told, ({ said }) => isAmong(context.vocabulary, said.categories ?? [], category)),
  );
  const answer = { rule: 'COL-NOTICE', bases: [rule.basis], evidence: [...told] } as const;
  if (untold.length === 0 && unnamed.length === 0) {
    const asked = items === undefined ? undefined : askNotice(context, { at: fact.at, items, noticeRef });
    return asked === undefined
      ? { ...answer, outcome: 'conforms' }
      : { ...answer, ...asked, evidence: [...new Set([...told, ...asked.evidence])] };
  }
  if (noticeRef !== undefined && !isOnFile(context, noticeRef)) {
    return {
      ...answer,
      outcome: 'gap',
      missing: { code: 'referredUnknown', params: { what: 'notice', id: noticeRef } },
    };
  }
  const params = { function: of, untold: [...untold, ...unnamed] };
  return { ...answer, outcome: 'violates', missing: { code: 'noticeMissing', params } };
}

/** Whether one of the notices says it; the one that does is evidence. */
function tells(notices: readonly Notice[], told: Set<string>, says: (notice: Notice) => boolean): boolean {
  const found = notices.find(says);
  if (found !== undefined) told.add(found.id);
  return found !== undefined;
}

function isOnFile({ subject, controller }: Context, noticeRef: string): boolean {
  const isNamed = ({ id }: Notice) => id === noticeRef;
  return subject.notices.some(isNamed) || controller.notices.some(isNamed);
}
