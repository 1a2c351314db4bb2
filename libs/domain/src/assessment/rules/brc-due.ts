import { BreachNoticeGiven } from '../../breach/breach.ts';
import { describe, flag, optional } from '../../event-definition.ts';
import { askInTime, dueAfter, periodFrom } from '../due-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { audiences, period } from './parameters.ts';

const parameters = {
  audiences,
  period: describe('How long the company has from when it knows.', period),
  orReasons: optional(describe('Later as well, if the notice says why; an oversight is no reason.', flag)),
};

type Row = BoundRule<typeof parameters>;

export const brcDue = defineRuleKind({
  id: 'BRC-DUE',
  finds: ['BRC-DUE'],
  topic: 'breach',
  judges: [BreachNoticeGiven],
  description: 'Whether the first notice of a breach came in time. One that never came is told by the clocks.',
  source: 'A8 BRC-DUE; KAAD-B1; GDPR Art. 33(1)',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(fact: Fact, { subject, controller }: RuleContext, { basis, parameters: of }: Row, setting: Setting) {
  if (!isFact(fact, BreachNoticeGiven)) return undefined;
  const { audience, breachId, phase, lateBecause } = fact.fields;
  if (phase !== 'initial' || !of.audiences.includes(audience)) return undefined;
  const answer = { rule: 'BRC-DUE', bases: [basis] } as const;
  // What is learnt later of one breach is a further record: the company knew from the first on.
  const known = [...subject.breaches, ...controller.breaches]
    .filter((one) => one.breachId === breachId && one.at <= fact.at)
    .toSorted((a, b) => a.awareAt - b.awareAt)[0];
  if (known === undefined) {
    const missing = { code: 'breachNotOnFile', params: { breachId } } as const;
    return { ...answer, outcome: 'gap', evidence: [], missing } satisfies RuleResult;
  }
  const due = dueAfter(periodFrom(of.period), known.awareAt, setting);
  const inTime = askInTime(fact.at, due, 'noticeLate');
  const isExcused = of.orReasons === true && lateBecause !== undefined && lateBecause !== 'oversight';
  return { ...answer, evidence: [known.id], ...(isExcused ? { outcome: 'conforms' } : inTime) } satisfies RuleResult;
}
