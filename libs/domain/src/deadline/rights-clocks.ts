import { RightsRequestAnswered, RightsRequestExtended } from '../rights-request/request.ts';
import { RightsRequestIdentityChecked, RightsRequestReceived } from '../rights-request/request.ts';
import { clockFrom, isOpen, moves, settles } from './clock.ts';
import type { Clock, ClockChange, Concern } from './clock.ts';
import { dayOf, on } from './clock-context.ts';
import type { Cause, ClockContext, ClockRule } from './clock-context.ts';
import { compareInstants, deadlineAt, deadlineOf, restarted } from './deadline.ts';
import type { Deadline, DeadlineRule } from './deadline.ts';
import { deletionClocks } from './deletion-clocks.ts';
import { lawInForce } from './law.ts';
import { isCounted, together } from './period.ts';
import type { ResponseStart, Right, RightsRegime } from './rights-regime.ts';

const covers = (rights: 'all' | readonly Right[], right: Right): boolean => rights === 'all' || rights.includes(right);

/** Every time in which a request must be answered: by the policy and by each law in force on the day it came in. */
function requestClocks(
  event: Cause,
  asked: { readonly requestId: string; readonly right: Right; readonly identityCheckRequired?: boolean },
  context: ClockContext,
): readonly ClockChange[] {
  const { policy, law, jurisdictions, counting } = context;
  const ofPolicy = (policy.response ?? []).filter(({ rights }) => covers(rights, asked.right));
  const rows = lawInForce(law.rights, jurisdictions, dayOf(event.occurredAt, context));
  const ofLaw = rows.filter(({ rights }) => covers(rights, asked.right));
  const concern: Concern = {
    ...(event.subjectId === undefined ? {} : { subjectId: event.subjectId }),
    requestId: asked.requestId,
    right: asked.right,
  };
  const { identityCheckRequired } = asked;
  // What begins with the proof of who asks begins with the request where the company said that it needs no proof.
  const waits = (from: ResponseStart): boolean =>
    (from === 'verification' && identityCheckRequired !== false) ||
    (from === 'receiptOrVerification' && identityCheckRequired === true);
  const start = (
    kind: 'rightsResponse' | 'rightsAcknowledgement',
    origin: Clock['origin'],
    rule: DeadlineRule & { readonly clockStart: ResponseStart },
  ): ClockChange => ({
    change: 'starts',
    clock: clockFrom({
      id: `${event.id}:${rule.id}:${kind}`,
      kind,
      controllerId: event.controllerId,
      origin,
      ...(ofPolicy.length === 0 ? { policySilent: true } : {}),
      startedBy: event.id,
      concern: origin === 'law' ? { ...concern, regime: rule.id } : concern,
      deadline: waits(rule.clockStart)
        ? withoutEnd(rule, event.occurredAt, counting.zone)
        : deadlineOf(rule, event.occurredAt, counting),
      ...(waits(rule.clockStart) ? { awaits: 'verification' } : {}),
    }),
  });
  return [
    ...ofPolicy.map((rule) => start('rightsResponse', 'policy', rule)),
    ...ofLaw.flatMap((row) => [
      start('rightsResponse', 'law', ruleOf(row, row.response)),
      ...(row.acknowledgement === undefined
        ? []
        : [start('rightsAcknowledgement', 'law', { ...ruleOf(row, row.acknowledgement), clockStart: 'receipt' })]),
    ]),
  ];
}

const ruleOf = ({ id, article, clockStart }: RightsRegime, period: DeadlineRule['period']) => ({
  id,
  clause: article,
  period,
  clockStart,
});

function withoutEnd({ id, clause, period }: DeadlineRule, start: string, zone: string): Deadline {
  return { rule: { id, clause }, period, start, zone };
}

function openOf({ controllerId }: Cause, requestId: string, { clocks }: ClockContext): readonly Clock[] {
  return clocks.filter(
    (clock) => isOpen(clock) && clock.controllerId === controllerId && clock.concern.requestId === requestId,
  );
}

/** Whoever has heard anything about the request knows that it arrived. */
function acknowledged(event: Cause, requestId: string, context: ClockContext): readonly ClockChange[] {
  return openOf(event, requestId, context)
    .filter(({ kind }) => kind === 'rightsAcknowledgement')
    .map((clock) => settles(clock, { by: event.id, at: event.occurredAt, how: 'done' }));
}

/** The end after an extension that the law allows, at most and once; the company may have said an earlier one. */
function extended(
  clock: Clock,
  event: Cause & { readonly fields: { readonly extendedBy?: string; readonly dueAt?: string } },
  { law, counting }: ClockContext,
): Clock | undefined {
  const regime = law.rights.find(({ id }) => id === clock.concern.regime);
  const by = regime?.extension?.by;
  const { period, start, due, rule } = clock.deadline;
  if (by === undefined || period === undefined || due === undefined || !isCounted(by)) return undefined;
  // It ends elsewhere than it did at first: more time was taken before.
  if (deadlineOf({ ...rule, period: regime?.response ?? period }, start, counting).due !== due) return undefined;
  const whole = together(period, by);
  const latest =
    whole === undefined
      ? deadlineOf({ ...rule, period: by }, due, counting)
      : deadlineOf({ ...rule, period: whole }, start, counting);
  const { extendedBy, dueAt } = event.fields;
  const said = extendedBy === undefined ? dueAt : counting.time.laterInstant(due, extendedBy, counting.zone);
  const earlier = said !== undefined && latest.due !== undefined && compareInstants(said, latest.due) < 0;
  return clockFrom({ ...clock, deadline: earlier ? deadlineAt(rule, start, said, counting.zone) : latest });
}

export const rightsRules: readonly (readonly [string, ClockRule])[] = [
  on(RightsRequestReceived, (event, context) => requestClocks(event, event.fields, context)),
  on(RightsRequestIdentityChecked, (event, context) => {
    const { requestId, outcome } = event.fields;
    const verified =
      outcome !== 'passed' ? [] : openOf(event, requestId, context).filter(({ awaits }) => awaits !== undefined);
    return [
      ...acknowledged(event, requestId, context),
      ...verified.map(({ awaits: _awaits, ...clock }) =>
        moves(clockFrom({ ...clock, deadline: restarted(clock.deadline, event.occurredAt, context.counting) })),
      ),
    ];
  }),
  on(RightsRequestExtended, (event, context) => {
    const { requestId, subjectTold } = event.fields;
    const inTime = openOf(event, requestId, context).filter(
      ({ kind, due }) => kind === 'rightsResponse' && due !== undefined && compareInstants(event.occurredAt, due) <= 0,
    );
    // Untold, or told when the time was over, an extension extends nothing (GDPR Art. 12(3)).
    const moved = subjectTold ? inTime.flatMap((clock) => extended(clock, event, context) ?? []) : [];
    return [...acknowledged(event, requestId, context), ...moved.map(moves)];
  }),
  on(RightsRequestAnswered, (event, context) => {
    const { requestId, outcome } = event.fields;
    const open = openOf(event, requestId, context);
    const how = outcome === 'withdrawn' ? 'lapsed' : 'done';
    const granted = outcome === 'fulfilled' || outcome === 'partlyFulfilled';
    const erasure = granted && open.some(({ concern }) => concern.right === 'erasure');
    const { categories = context.held } = event.fields;
    const concern: Concern = {
      ...(event.subjectId === undefined ? {} : { subjectId: event.subjectId }),
      ...(categories === undefined ? {} : { categories }),
    };
    return [
      ...open.map((clock) => settles(clock, { by: event.id, at: event.occurredAt, how })),
      ...(erasure ? deletionClocks(event, 'subjectRequest', concern, context) : []),
    ];
  }),
];
