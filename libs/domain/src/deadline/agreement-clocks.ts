import { ConsentExpired, ConsentGiven, ConsentWithdrawn } from '../consent/consent.ts';
import { RecipientAgreementConcluded, RecipientAgreementEnded } from '../recipient/agreement.ts';
import { RecipientServiceEnded } from '../recipient/use.ts';
import { RecipientAccessRevoked } from '../restriction/restriction.ts';
import { clockFrom, isOpen, moves, settles } from './clock.ts';
import type { Clock, ClockChange, Settlement } from './clock.ts';
import { dayOf, on } from './clock-context.ts';
import type { Cause, ClockContext, ClockRule } from './clock-context.ts';
import { deadlineAt, deadlineOf, deadlineOn } from './deadline.ts';
import type { DeadlineRule } from './deadline.ts';
import { lawInForce } from './law.ts';

const openOf = ({ clocks }: ClockContext, { controllerId }: Cause, kind: Clock['kind']) =>
  clocks.filter((clock) => isOpen(clock) && clock.controllerId === controllerId && clock.kind === kind);

const by = (event: Cause, how: Settlement['how']): Settlement => ({ by: event.id, at: event.occurredAt, how });

/** When a recipient's access must be gone, what it already has included where the policy says so (KAAY-D11; PIPL 21). */
function revocationClocks(event: Cause, recipient: string, context: ClockContext): readonly ClockChange[] {
  const { policy, law, jurisdictions, counting } = context;
  const rows = lawInForce(law.deletion, jurisdictions, dayOf(event.occurredAt, context));
  const ofLaw = rows
    .filter((row) => row.because.includes('recipientServiceEnded'))
    .map(({ id, article, deadline }) => ({ id, clause: article, period: deadline }));
  const start = (rule: DeadlineRule, origin: Clock['origin'], pastData: boolean): ClockChange => ({
    change: 'starts',
    clock: clockFrom({
      id: `${event.id}:${rule.id}`,
      kind: 'revocation',
      controllerId: event.controllerId,
      origin,
      ...(policy.revocation === undefined ? { policySilent: true } : {}),
      startedBy: event.id,
      concern: { recipient, pastData },
      deadline: deadlineOf(rule, event.occurredAt, counting),
    }),
  });
  const ofPolicy =
    policy.revocation === undefined ? [] : [start(policy.revocation, 'policy', policy.revocation.includesPastData)];
  // A processor may keep nothing once its work is over.
  return [...ofPolicy, ...ofLaw.map((rule) => start(rule, 'law', true))];
}

/** An agreement lasts to the end of its last day; concluded again under its name, it lasts to the new one. */
function agreementClocks(
  event: Cause,
  { recipient, agreement, validUntil }: { recipient: string; agreement: string; validUntil?: string },
  context: ClockContext,
): readonly ClockChange[] {
  const earlier = openOf(context, event, 'agreementExpiry').filter(
    ({ concern }) => concern.recipient === recipient && concern.agreement === agreement,
  );
  if (validUntil === undefined) return earlier.map((clock) => settles(clock, by(event, 'lapsed')));
  const rule = { id: 'agreement', clause: 'validUntil' };
  const deadline = deadlineOn(rule, event.occurredAt, validUntil, context.counting);
  if (earlier.length > 0) return earlier.map((clock) => moves(clockFrom({ ...clock, deadline })));
  const clock = clockFrom({
    id: `${event.id}:agreement`,
    kind: 'agreementExpiry',
    controllerId: event.controllerId,
    origin: 'record',
    startedBy: event.id,
    concern: { recipient, agreement },
    deadline,
  });
  return [{ change: 'starts', clock }];
}

export const agreementRules: readonly (readonly [string, ClockRule])[] = [
  on(ConsentGiven, (event, { counting }) => {
    const { expiresAt } = event.fields;
    if (expiresAt === undefined) return [];
    const clock = clockFrom({
      id: `${event.id}:consent`,
      kind: 'consentExpiry',
      controllerId: event.controllerId,
      origin: 'record',
      startedBy: event.id,
      concern: { ...(event.subjectId === undefined ? {} : { subjectId: event.subjectId }), consentRef: event.id },
      deadline: deadlineAt({ id: 'consent', clause: 'expiresAt' }, event.occurredAt, expiresAt, counting.zone),
    });
    return [{ change: 'starts', clock }];
  }),
  on(ConsentWithdrawn, (event, context) => {
    const { consentRef, scope } = event.fields;
    // Withdrawn in part, the rest still ends when it was to end.
    if (scope !== undefined) return [];
    return openOf(context, event, 'consentExpiry')
      .filter(({ concern }) => concern.subjectId === event.subjectId)
      .filter(({ concern }) => consentRef === undefined || concern.consentRef === consentRef)
      .map((clock) => settles(clock, by(event, 'lapsed')));
  }),
  on(ConsentExpired, (event, context) =>
    openOf(context, event, 'consentExpiry')
      .filter(({ concern }) => concern.consentRef === event.fields.consentRef)
      .map((clock) => settles(clock, by(event, 'done'))),
  ),
  on(RecipientAgreementConcluded, (event, context) => agreementClocks(event, event.fields, context)),
  on(RecipientAgreementEnded, (event, context) => {
    const { recipient, agreement, cause } = event.fields;
    const ended = openOf(context, event, 'agreementExpiry')
      .filter(({ concern }) => concern.recipient === recipient && concern.agreement === agreement)
      .map((clock) => settles(clock, by(event, cause === 'expired' ? 'done' : 'lapsed')));
    return cause === 'replaced' ? ended : [...ended, ...revocationClocks(event, recipient, context)];
  }),
  on(RecipientServiceEnded, (event, context) => revocationClocks(event, event.fields.recipient, context)),
  on(RecipientAccessRevoked, (event, context) =>
    // A record about one person says nothing of everybody else's data.
    event.subjectId !== undefined
      ? []
      : openOf(context, event, 'revocation')
          .filter(({ concern }) => concern.recipient === event.fields.recipient)
          .filter(({ concern }) => concern.pastData !== true || event.fields.includesPastData)
          .map((clock) => settles(clock, by(event, 'done'))),
  ),
];
