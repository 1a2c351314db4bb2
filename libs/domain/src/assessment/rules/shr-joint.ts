import { ProcessingActivityDeclared } from '../../policy/processing-activity.ts';
import { askAgreement } from '../agreement-answer.ts';
import { daysIn } from '../days.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult } from '../rule-kind.ts';
import type { CalendarDate } from '../../deadline/working-calendar.ts';

const parameters = {};

type Row = BoundRule<typeof parameters>;

export const shrJoint = defineRuleKind({
  id: 'SHR-JOINT',
  finds: ['SHR-CONTRACT'],
  topic: 'recipientContract',
  judges: [ProcessingActivityDeclared],
  description:
    'Whether those who decide on an activity together have an arrangement in force: with each of them, as a recipient of the same id.',
  source: 'PIPL Art. 20(1); GDPR Art. 26(1)',
  parameters,
  compile: (rules, setting): Check => {
    const dayOf = daysIn(setting);
    return (fact, context) => rules.flatMap((row) => ask(fact, context, row, dayOf(fact.at)));
  },
});

function ask(fact: Fact, context: RuleContext, { basis }: Row, day: CalendarDate): readonly RuleResult[] {
  if (!isFact(fact, ProcessingActivityDeclared) || fact.fields.role !== 'jointController') return [];
  const { activity, jointControllers } = fact.fields;
  const answer = { rule: 'SHR-CONTRACT', bases: [basis] } as const;
  if (jointControllers === undefined) {
    const missing = { code: 'jointControllersNotNamed', params: { activity } } as const;
    return [{ ...answer, outcome: 'gap', evidence: [], missing }];
  }
  const kinds = ['jointControllerAgreement'] as const;
  return jointControllers.map((recipient) => ({
    ...answer,
    ...askAgreement(context, { recipient, at: fact.at, day, kinds }),
  }));
}
