import { describe, list, oneOf } from '../../event-definition.ts';
import { PersonalDataDeleted } from '../../processing/leaving-scope.ts';
import { askInTime, dueAfter, periodFrom } from '../due-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import type { Dated } from '../state/dated.ts';
import { requestOf } from '../state/rights-state.ts';
import { period } from './parameters.ts';

const parameters = {
  after: describe('What the time begins with.', list(oneOf('accountCancelled', 'subjectRequest'), 2)),
  period: describe('How long the company has.', period),
};

type Row = BoundRule<typeof parameters>;
type Deleted = Fact & FactOf<(typeof PersonalDataDeleted)['fields']>;

export const delDeadline = defineRuleKind({
  id: 'DEL-DEADLINE',
  finds: ['DEL-DEADLINE'],
  topic: 'deletion',
  judges: [PersonalDataDeleted],
  description:
    'Whether data was deleted in time. What is not deleted at all and overdue is told by the clocks, for no record shows it.',
  source: 'A8 DEL-DEADLINE; CLEX-R3',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(fact: Fact, context: RuleContext, { basis, parameters: of }: Row, setting: Setting) {
  if (!isFact(fact, PersonalDataDeleted)) return undefined;
  const { ground } = fact.fields;
  const because = of.after.find((one) => one === ground);
  if (because === undefined) return undefined;
  const answer = { rule: 'DEL-DEADLINE', bases: [basis] } as const;
  const began = because === 'accountCancelled' ? cancelled(fact, context) : granted(fact, context);
  if (began === undefined) {
    const missing = { code: 'deletionCauseNotOnFile', params: { ground: because } } as const;
    return { ...answer, outcome: 'gap', evidence: [], missing } satisfies RuleResult;
  }
  const { subject, controller } = context;
  const held = [...subject.deferrals, ...controller.deferrals].find(({ at }) => at >= began.at && at <= fact.at);
  if (held !== undefined) return { ...answer, outcome: 'conforms', evidence: [began.id, held.id] } satisfies RuleResult;
  const due = dueAfter(periodFrom(of.period), began.at, setting);
  return { ...answer, evidence: [began.id], ...askInTime(fact.at, due, 'deletedLate') } satisfies RuleResult;
}

function cancelled({ at }: Deleted, { subject }: RuleContext): Dated | undefined {
  return subject.stops.findLast((stop) => stop.kind === 'accountCancelled' && stop.at <= at);
}

/** The last request for erasure that was granted before. */
function granted({ at }: Deleted, { subject }: RuleContext): Dated | undefined {
  return subject.granted.findLast(
    (one) => one.at <= at && requestOf(subject, one.requestId, one.at)?.right === 'erasure',
  );
}
