import { agreementEndsAt, dayAt, letsHaveData } from '../assessment/agreement-ends.ts';
import type { Moment } from '../assessment/agreement-ends.ts';
import { isFact } from '../assessment/fact.ts';
import type { Fact } from '../assessment/fact.ts';
import { revocationRules } from '../assessment/revocations.ts';
import { ConsentExpired, ConsentGiven, ConsentWithdrawn } from '../consent/consent.ts';
import type { FieldsOf } from '../event-definition.ts';
import { RecipientAgreementConcluded, RecipientAgreementEnded } from '../recipient/agreement.ts';
import { RecipientServiceEnded } from '../recipient/use.ts';
import { RecipientAccessRevoked } from '../restriction/restriction.ts';
import { clockFrom, isOpen, moves, settles } from './clock.ts';
import type { Clock, ClockChange, Settlement } from './clock.ts';
import { dayOf, on } from './clock-context.ts';
import type { Cause, ClockContext, ClockRule } from './clock-context.ts';
import { deadlineAt, deadlineOf, deadlineOn } from './deadline.ts';
import type { Counting } from './deadline.ts';
import { DeadlinePassed } from './deadline-events.ts';
import { lawInForce } from './law.ts';

const openOf = ({ clocks }: ClockContext, { controllerId }: Cause, kind: Clock['kind']) =>
  clocks.filter((clock) => isOpen(clock) && clock.controllerId === controllerId && clock.kind === kind);

const by = (event: Cause, how: Settlement['how']): Settlement => ({ by: event.id, at: event.occurredAt, how });

/** When a recipient's access must be gone, what it already has included where the policy says so (KAAY-D11; PIPL 21). */
function revocationClocks(
  event: Cause,
  end: { readonly recipient: string; readonly agreement?: string; readonly startedBy?: string },
  context: ClockContext,
): readonly ClockChange[] {
  const { recipient, agreement, startedBy = event.id } = end;
  const { policy, law, jurisdictions, counting } = context;
  const rows = lawInForce(law.deletion, jurisdictions, dayOf(event.occurredAt, context));
  return revocationRules(policy.revocation ?? [], rows).map(({ origin, includesPastData, ...rule }) => ({
    change: 'starts',
    clock: clockFrom({
      id: `${event.id}:${rule.id}`,
      kind: 'revocation',
      controllerId: event.controllerId,
      origin,
      ...(policy.revocation === undefined ? { policySilent: true } : {}),
      startedBy,
      concern: { recipient, ...(agreement === undefined ? {} : { agreement }), pastData: includesPastData },
      deadline: deadlineOf(rule, event.occurredAt, counting),
    }),
  }));
}

/**
 * An agreement ran out, and nobody said so: it is put on record that its time passed. Where another one lets the recipient have
 * data, or it never was one that did, nothing has to be revoked.
 */
function ranOut(
  event: Cause & { readonly fields: { readonly recipient?: string; readonly startedBy: string } },
  context: ClockContext,
): readonly ClockChange[] {
  const { recipient, startedBy } = event.fields;
  const passed = context.clocks.find((clock) => clock.kind === 'agreementExpiry' && clock.startedBy === startedBy);
  const end = agreementEndsAt(context.relations ?? [], momentOf(event, context)).find(
    ({ agreement, because }) => because === 'agreementExpired' && agreement === passed?.concern.agreement,
  );
  if (recipient === undefined || end === undefined) return [];
  // What was told of before its passing was put on record counts as well.
  return revocationClocks(event, end, context).map(({ change, clock }) => ({
    change,
    clock: (context.relations ?? []).reduce((known, fact) => afterRelation(known, fact, context), clock),
  }));
}

/** A time to revoke after one more record of the recipient. */
function afterRelation(clock: Clock, fact: Fact, context: ClockContext): Clock {
  const { id, at } = fact;
  const settled = (how: Settlement['how']): Clock => ({
    ...clock,
    settled: { by: id, at: new Date(at).toISOString(), how },
  });
  if (!isOpen(clock)) return clock;
  if (isFact(fact, RecipientAccessRevoked)) return revokes(fact.fields, at, clock) ? settled('done') : clock;
  if (!isFact(fact, RecipientAgreementConcluded) || fact.id === clock.startedBy) return clock;
  return renews(fact.fields, at, clock, context.counting) ? settled('lapsed') : clock;
}

/** Access to some data sets alone leaves the others; what was revoked before the end counts where it names the agreement. */
function revokes(fields: FieldsOf<typeof RecipientAccessRevoked>, at: number, { concern, deadline }: Clock): boolean {
  const named = concern.agreement !== undefined && fields.agreementRef === concern.agreement;
  if (fields.datasets !== undefined || !(at >= Date.parse(deadline.start) || named)) return false;
  return concern.pastData !== true || fields.includesPastData;
}

/** It has data again, or has had it all along as is told only now: from where access was to end on. */
function renews(
  { kind, validFrom, validUntil }: FieldsOf<typeof RecipientAgreementConcluded>,
  at: number,
  { deadline: { start } }: Clock,
  counting: Counting,
): boolean {
  if (!letsHaveData({ kind })) return false;
  const begins = Math.max(Date.parse(start) + 1, at);
  if (validFrom > dayAt({ at: begins, counting })) return false;
  return validUntil === undefined || Date.parse(counting.time.endOfDay(validUntil, counting.zone)) > Date.parse(start);
}

const momentOf = ({ occurredAt }: Cause, { counting }: ClockContext): Moment => ({
  at: Date.parse(occurredAt),
  counting,
});

/** Times to revoke that a record about the same agreement, or any of the recipient's, puts an end to. */
const revocationsOf = (event: Cause, recipient: string, context: ClockContext) =>
  openOf(context, event, 'revocation').filter(({ concern }) => concern.recipient === recipient);

const renewed = (
  event: Cause & { readonly fields: FieldsOf<typeof RecipientAgreementConcluded> },
  context: ClockContext,
): readonly ClockChange[] =>
  revocationsOf(event, event.fields.recipient, context)
    .filter((clock) => renews(event.fields, Date.parse(event.occurredAt), clock, context.counting))
    .map((clock) => settles(clock, by(event, 'lapsed')));

/** That access has to end was known from the agreement itself, if it ran out: then the record of its end adds nothing. */
function ended(
  event: Cause & { readonly fields: FieldsOf<typeof RecipientAgreementEnded> },
  context: ClockContext,
): readonly ClockChange[] {
  const { recipient, agreement, cause } = event.fields;
  const expiries = openOf(context, event, 'agreementExpiry')
    .filter(({ concern }) => concern.recipient === recipient && concern.agreement === agreement)
    .map((clock) => settles(clock, by(event, cause === 'expired' ? 'done' : 'lapsed')));
  const isKnown = context.clocks.some(
    ({ kind, concern }) => kind === 'revocation' && concern.recipient === recipient && concern.agreement === agreement,
  );
  if (cause === 'replaced' || (cause === 'expired' && isKnown)) return expiries;
  return [...expiries, ...revocationClocks(event, { recipient, agreement }, context)];
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
  on(RecipientAgreementConcluded, (event, context) => [
    ...agreementClocks(event, event.fields, context),
    ...renewed(event, context),
  ]),
  on(RecipientAgreementEnded, ended),
  on(DeadlinePassed, (event, context) => (event.fields.kind === 'agreementExpiry' ? ranOut(event, context) : [])),
  on(RecipientServiceEnded, (event, context) =>
    revocationClocks(event, { recipient: event.fields.recipient }, context),
  ),
  on(RecipientAccessRevoked, (event, context) =>
    // A record about one person says nothing of everybody else's data.
    event.subjectId !== undefined
      ? []
      : revocationsOf(event, event.fields.recipient, context)
          .filter((clock) => revokes(event.fields, Date.parse(event.occurredAt), clock))
          .map((clock) => settles(clock, by(event, 'done'))),
  ),
];
