import type { FieldsOf } from '../event-definition.ts';
import { PersonalDataCollected } from '../processing/collection-and-use.ts';
import { DeletionDeferred } from '../processing/deletion-duty.ts';
import { PersonalDataAnonymized, PersonalDataDeleted } from '../processing/leaving-scope.ts';
import { LegalHoldPlaced, LegalHoldReleased } from '../restriction/legal-hold.ts';
import { AccountCancelled } from '../restriction/restriction.ts';
import { clockFrom, isOpen, moves, settles, withoutDue } from './clock.ts';
import type { Clock, ClockChange, Concern, Hold } from './clock.ts';
import { dayOf, on } from './clock-context.ts';
import type { Cause, ClockContext, ClockRule, RetentionRule } from './clock-context.ts';
import { compareInstants, deadlineOf } from './deadline.ts';
import type { DeadlineRule } from './deadline.ts';
import { lawInForce } from './law.ts';
import type { DeletionCause } from './rights-regime.ts';

/** The times in which data must go for a cause: each of the policy and of the law in force on that day. */
export function deletionClocks(
  event: Cause,
  because: DeletionCause,
  concern: Concern,
  context: ClockContext,
): readonly ClockChange[] {
  const ofPolicy = (context.policy.deletion ?? []).filter((rule) => rule.because.includes(because));
  const rows = lawInForce(context.law.deletion, context.jurisdictions, dayOf(event.occurredAt, context));
  const ofLaw = rows
    .filter((row) => row.because.includes(because))
    .map(({ id, article, deadline }) => ({ id, clause: article, period: deadline }));
  const start = (rule: DeadlineRule, origin: Clock['origin']): ClockChange => {
    const clock = clockFrom({
      id: `${event.id}:${rule.id}`,
      kind: 'deletion',
      controllerId: event.controllerId,
      origin,
      ...(ofPolicy.length === 0 ? { policySilent: true } : {}),
      startedBy: event.id,
      concern,
      deadline: deadlineOf(rule, event.occurredAt, context.counting),
    });
    return { change: 'starts', clock: underHolds(clock, event.occurredAt, context) };
  };
  return [...ofPolicy.map((rule) => start(rule, 'policy')), ...ofLaw.map((rule) => start(rule, 'law'))];
}

const ofSubject = ({ subjectId }: { readonly subjectId?: string }) => (subjectId === undefined ? {} : { subjectId });

/**
 * Retention of what was collected: by the rule of the policy that the record names or that covers the category, and by
 * the period the record itself gives. The earliest end is the one to keep; each is a clock of its own.
 */
function retentionClocks(
  event: Cause,
  fields: FieldsOf<typeof PersonalDataCollected>,
  context: ClockContext,
): readonly ClockChange[] {
  const collected = fields.categories.map(({ category }) => category);
  const start = (rule: DeadlineRule, origin: Clock['origin'], categories: readonly string[]): ClockChange => {
    const clock = clockFrom({
      id: `${event.id}:${rule.id}`,
      kind: 'retention',
      controllerId: event.controllerId,
      origin,
      startedBy: event.id,
      concern: {
        ...ofSubject(event),
        categories,
        ...(fields.datasets === undefined ? {} : { datasets: fields.datasets }),
      },
      deadline: deadlineOf(rule, event.occurredAt, context.counting),
    });
    return { change: 'starts', clock: underHolds(clock, event.occurredAt, context) };
  };
  const ofPolicy = (context.policy.retention ?? []).flatMap((rule) => {
    const categories = retainedBy(rule, fields, context.isWithin);
    return categories.length === 0 ? [] : [start(rule, 'policy', categories)];
  });
  if (fields.retentionPeriod === undefined) return ofPolicy;
  const period = { duration: fields.retentionPeriod };
  return [...ofPolicy, start({ id: 'retentionPeriod', clause: 'as recorded', period }, 'record', collected)];
}

/** What of a collection somebody says: enough to tell which rules of retention are about it. */
export type RetainedFields = Pick<
  FieldsOf<typeof PersonalDataCollected>,
  'categories' | 'function' | 'retentionRule' | 'endsWithSession'
>;

/** Categories of a collection that a rule says how long to keep; none where it is about something else. */
export function retainedBy(
  { rule, functions, categories: wider, unlessSession }: RetentionRule,
  { categories, function: of, retentionRule: named, endsWithSession }: RetainedFields,
  isWithin: ClockContext['isWithin'],
): readonly string[] {
  if (unlessSession === true && endsWithSession === true) return [];
  if (functions?.includes(of) === false) return [];
  const isMeant = rule === undefined || (named === undefined ? wider !== undefined : rule === named);
  if (!isMeant) return [];
  const collected = categories.map(({ category }) => category);
  return wider === undefined ? collected : collected.filter((one) => wider.some((above) => isWithin(one, above)));
}

/** What of an event that takes data away a clock still waits for: nothing (`[]`), some categories, or all as before. */
function outstandingAfter(
  clock: Clock,
  gone: { readonly categories: readonly string[]; readonly datasets?: readonly string[] },
  context: ClockContext,
): readonly string[] | undefined {
  const wanted = clock.concern.categories ?? context.held;
  const { datasets } = gone;
  // Deleted from one data set only: it is still in the others.
  const everywhere =
    datasets === undefined || (clock.concern.datasets?.every((one) => datasets.includes(one)) ?? false);
  if (wanted === undefined || !everywhere) return wanted;
  return wanted.filter((one) => !gone.categories.some((wider) => context.isWithin(one, wider)));
}

function leaves(
  event: Cause,
  gone: { readonly categories: readonly string[]; readonly datasets?: readonly string[] },
  context: ClockContext,
): readonly ClockChange[] {
  return keepingClocks(event, context).flatMap((clock): readonly ClockChange[] => {
    const outstanding = outstandingAfter(clock, gone, context);
    if (outstanding?.length === 0) return [settles(clock, { by: event.id, at: event.occurredAt, how: 'done' })];
    const before = clock.concern.categories ?? context.held;
    if (outstanding === undefined || outstanding.length === before?.length) return [];
    return [moves({ ...clock, concern: { ...clock.concern, categories: outstanding } })];
  });
}

/** Open clocks of deletion and retention that an event is about; one about no single person is about everybody's. */
function keepingClocks(
  { controllerId, subjectId }: { readonly controllerId: string; readonly subjectId?: string },
  { clocks }: ClockContext,
): readonly Clock[] {
  return clocks.filter(
    (clock) =>
      isOpen(clock) &&
      clock.controllerId === controllerId &&
      (clock.kind === 'deletion' || clock.kind === 'retention') &&
      (subjectId === undefined || clock.concern.subjectId === subjectId),
  );
}

/** Data that must be kept is not overdue: its time ends with the last hold, and not before the rule's own end. */
function heldBack(clock: Clock, holds: readonly Hold[], since: string): Clock {
  const { holds: _holds, ...rest } = withoutDue(clock);
  const { due } = clock.deadline;
  if (holds.length === 0) {
    const free = due === undefined ? undefined : laterOf(due, since);
    return { ...rest, ...(free === undefined ? {} : { due: free }) };
  }
  const ends = holds.map(({ until }) => until);
  const known = ends.filter((end) => end !== undefined);
  if (known.length < ends.length) return { ...rest, holds };
  return { ...rest, holds, due: known.reduce(laterOf, due ?? clock.deadline.start) };
}

/** A new clock under the holds that are there already. */
function underHolds(clock: Clock, since: string, context: ClockContext): Clock {
  const holds = (context.holds ?? [])
    .filter(({ categories }) => concerned(clock, categories, context))
    .map(({ ref, until }) => ({ ref, ...heldUntil(until) }));
  return holds.length === 0 ? clock : heldBack(clock, holds, since);
}

const laterOf = (one: string, other: string): string => (compareInstants(one, other) >= 0 ? one : other);

function concerned(clock: Clock, categories: readonly string[] | undefined, { isWithin }: ClockContext): boolean {
  const own = clock.concern.categories;
  if (categories === undefined || own === undefined) return true;
  return own.some((one) => categories.some((wider) => isWithin(one, wider)));
}

function holdAll(
  event: Cause,
  hold: Hold,
  categories: readonly string[] | undefined,
  context: ClockContext,
): readonly ClockChange[] {
  return keepingClocks(event, context)
    .filter((clock) => concerned(clock, categories, context))
    .map((clock) => {
      const others = (clock.holds ?? []).filter(({ ref }) => ref !== hold.ref);
      return moves(heldBack(clock, [...others, hold], event.occurredAt));
    });
}

const heldUntil = (until: string | undefined) => (until === undefined ? {} : { until });

export const deletionRules: readonly (readonly [string, ClockRule])[] = [
  on(AccountCancelled, (event, context) =>
    deletionClocks(
      event,
      'accountCancelled',
      { ...ofSubject(event), ...(context.held === undefined ? {} : { categories: context.held }) },
      context,
    ),
  ),
  on(PersonalDataCollected, (event, context) => retentionClocks(event, event.fields, context)),
  on(PersonalDataDeleted, (event, context) =>
    // What is only marked as deleted can be had again: it has not gone.
    event.fields.method === 'softDeletion' ? [] : leaves(event, event.fields, context),
  ),
  on(PersonalDataAnonymized, (event, context) => leaves(event, event.fields, context)),
  on(DeletionDeferred, (event, context) => {
    const { ground, until, categories } = event.fields;
    if (ground === 'none') return [];
    return holdAll(event, { ref: `deferred:${ground}`, ...heldUntil(until) }, categories, context);
  }),
  on(LegalHoldPlaced, (event, context) => {
    const { holdRef, until, categories } = event.fields;
    return holdAll(event, { ref: holdRef, ...heldUntil(until) }, categories, context);
  }),
  on(LegalHoldReleased, (event, context) =>
    keepingClocks(event, context)
      .filter(({ holds }) => holds?.some(({ ref }) => ref === event.fields.holdRef))
      .map((clock) => {
        const others = (clock.holds ?? []).filter(({ ref }) => ref !== event.fields.holdRef);
        return moves(heldBack(clock, others, event.occurredAt));
      }),
  ),
];
