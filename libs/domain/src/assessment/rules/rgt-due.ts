import { describe, oneOf, optional } from '../../event-definition.ts';
import { RightsRequestAnswered } from '../../rights-request/request.ts';
import { askInTime, dueAfter, periodFrom } from '../due-answer.ts';
import type { Due } from '../due-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { requestOf } from '../state/rights-state.ts';
import { period, requestedRights } from './parameters.ts';

const parameters = {
  rights: optional(describe('Rights it is about. Left out: all.', requestedRights)),
  period: describe('How long the company has.', period),
  extension: optional(describe('How much longer, if whoever asked was told so in time.', period)),
  from: describe('What the time begins with.', oneOf('receipt', 'verification')),
};

type Row = BoundRule<typeof parameters>;

export const rgtDue = defineRuleKind({
  id: 'RGT-DUE',
  finds: ['RGT-DUE'],
  topic: 'rightsResponse',
  judges: [RightsRequestAnswered],
  description: 'Whether a request was answered in time. One that is not answered at all is told by the clocks.',
  source: 'A8 RGT-DUE; CLEX-G3; KAAD-G3; GDPR Art. 12(3)',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(fact: Fact, { subject }: RuleContext, { basis, parameters: of }: Row, setting: Setting) {
  if (!isFact(fact, RightsRequestAnswered)) return undefined;
  const { requestId } = fact.fields;
  const answer = { rule: 'RGT-DUE', bases: [basis] } as const;
  const request = requestOf(subject, requestId, fact.at);
  if (request === undefined) {
    const missing = { code: 'requestNotOnFile', params: { requestId } } as const;
    return { ...answer, outcome: 'gap', evidence: [], missing } satisfies RuleResult;
  }
  if (of.rights?.includes(request.right) === false) return undefined;
  const verified = subject.identityChecks.find(
    (check) => check.requestId === requestId && check.outcome === 'passed' && check.at <= fact.at,
  );
  // Where the time begins with the proof of who asks, it has not begun without one.
  if (of.from === 'verification' && verified === undefined) {
    return { ...answer, outcome: 'conforms', evidence: [request.id] } satisfies RuleResult;
  }
  const began = of.from === 'verification' && verified !== undefined ? verified : request;
  const start = Math.max(began.at, request.at);
  const due = dueAfter(periodFrom(of.period), start, setting);
  const more = subject.extensions.find((one) => one.requestId === requestId && (due === undefined || one.at <= due.at));
  const evidence = more === undefined || of.extension === undefined ? [began.id] : [began.id, more.id];
  const last =
    more === undefined || of.extension === undefined ? due : extended(of.period, of.extension, start, setting);
  return { ...answer, evidence, ...askInTime(fact.at, last, 'answeredLate') } satisfies RuleResult;
}

type Written = Row['parameters']['period'];

/** Months are counted from the beginning at once: two periods one after the other may end on an earlier day. */
function extended(usual: Written, more: Written, start: number, setting: Setting): Due | undefined {
  if (usual.unit === more.unit) return dueAfter(periodFrom({ ...usual, n: usual.n + more.n }), start, setting);
  const first = dueAfter(periodFrom(usual), start, setting);
  return first === undefined ? undefined : dueAfter(periodFrom(more), first.at, setting);
}
