import { describe, oneOf, optional } from '../../event-definition.ts';
import { RightsRequestAnswered, RightsRequestExtended } from '../../rights-request/request.ts';
import { askInTime, dueAfter, periodFrom } from '../due-answer.ts';
import type { Due } from '../due-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import type { Dated } from '../state/dated.ts';
import { requestOf } from '../state/rights-state.ts';
import type { RightsRequest, RightsState } from '../state/rights-state.ts';
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
  judges: [RightsRequestAnswered, RightsRequestExtended],
  description:
    'Whether a request was answered in time, and more time taken only as the rule allows. One that is not answered at all is told by the clocks.',
  source: 'A8 RGT-DUE; CLEX-G3; KAAD-G3; GDPR Art. 12(3)',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(fact: Fact, { subject }: RuleContext, { basis, parameters: of }: Row, setting: Setting) {
  const isExtension = isFact(fact, RightsRequestExtended);
  if (!isExtension && !isFact(fact, RightsRequestAnswered)) return undefined;
  // A text that knows of no more time does not say how it is to be taken.
  if (isExtension && of.extension === undefined) return undefined;
  const { requestId } = fact.fields;
  const answer = { rule: 'RGT-DUE', bases: [basis] } as const;
  const request = requestOf(subject, requestId, fact.at);
  if (request === undefined) {
    const missing = { code: 'requestNotOnFile', params: { requestId } } as const;
    return { ...answer, outcome: 'gap', evidence: [], missing } satisfies RuleResult;
  }
  if (of.rights?.includes(request.right) === false) return undefined;
  const began = beginningOf(request, fact.at, subject, of);
  // Where the time begins with the proof of who asks, it has not begun without one.
  if (began === undefined) return { ...answer, outcome: 'conforms', evidence: [request.id] } satisfies RuleResult;
  const start = Math.max(began.at, request.at);
  const due = dueAfter(periodFrom(of.period), start, setting);
  const longer = of.extension === undefined ? undefined : extended(of.period, of.extension, start, setting);
  if (isExtension) {
    const before = subject.extensions.find((one) => one.requestId === requestId && isBefore(one, fact));
    const evidence = before === undefined ? [began.id] : [began.id, before.id];
    return { ...answer, evidence, ...askExtension(fact, { due, longer, before }, setting) } satisfies RuleResult;
  }
  const more = subject.extensions.find((one) => one.requestId === requestId && (due === undefined || one.at <= due.at));
  const evidence = more === undefined || longer === undefined ? [began.id] : [began.id, more.id];
  const last = more === undefined || longer === undefined ? due : longer;
  return { ...answer, evidence, ...askInTime(fact.at, last, 'answeredLate') } satisfies RuleResult;
}

/** What the time is counted from. A proof of who asks is not waited for where the company said that it needs none. */
function beginningOf(request: RightsRequest, at: number, { identityChecks }: RightsState, { from }: Row['parameters']) {
  if (from === 'receipt' || request.identityCheckRequired === false) return request;
  return identityChecks.find(
    (check) => check.requestId === request.requestId && check.outcome === 'passed' && check.at <= at,
  );
}

interface Ends {
  /** End of the usual time. */
  readonly due: Due | undefined;
  /** Latest end if more time is taken. */
  readonly longer: Due | undefined;
  /** More time was taken before already, and told of. */
  readonly before: Dated | undefined;
}

/** Of two at one instant the ids decide, so that only one of them is the first. */
const isBefore = (one: Dated, { at, id }: Dated): boolean => one.at < at || (one.at === at && one.id < id);

/** Whether more time was taken before the time was up, told of, once, and not more than there is (GDPR Art. 12(3)). */
function askExtension({ at, fields }: Extended, { due, longer, before }: Ends, { time, zone }: Setting): Answer {
  const { requestId, subjectTold, extendedBy, dueAt } = fields;
  const answer = askInTime(at, due, 'extendedLate');
  if (answer.outcome !== 'conforms') return answer;
  if (!subjectTold) return { outcome: 'violates', missing: { code: 'extensionNotTold', params: { requestId } } };
  if (before !== undefined) return { outcome: 'violates', missing: { code: 'extendedAgain', params: { requestId } } };
  const until = extendedBy === undefined || due === undefined ? dueAt : time.laterInstant(due.dueAt, extendedBy, zone);
  if (until === undefined || longer === undefined || Date.parse(until) <= longer.at) return { outcome: 'conforms' };
  return { outcome: 'violates', missing: { code: 'extendedTooLong', params: { latest: longer.dueAt } } };
}

type Extended = Fact & FactOf<(typeof RightsRequestExtended)['fields']>;
type Answer = Pick<RuleResult, 'outcome' | 'missing'>;
type Written = Row['parameters']['period'];

/** Months are counted from the beginning at once: two periods one after the other may end on an earlier day. */
function extended(usual: Written, more: Written, start: number, setting: Setting): Due | undefined {
  if (usual.unit === more.unit) return dueAfter(periodFrom({ ...usual, n: usual.n + more.n }), start, setting);
  const first = dueAfter(periodFrom(usual), start, setting);
  return first === undefined ? undefined : dueAfter(periodFrom(more), first.at, setting);
}
