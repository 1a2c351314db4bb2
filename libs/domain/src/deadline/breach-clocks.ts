import { BreachDetected, BreachNoticeGiven } from '../breach/breach.ts';
import type { ClearFieldValues, EventDefinition } from '../event-definition.ts';
import type { BreachMoment, BreachRegime, NoticeDuty } from './breach-regime.ts';
import { clockFrom, isOpen, moves, settles } from './clock.ts';
import type { Clock, ClockChange } from './clock.ts';
import { dayOf, on } from './clock-context.ts';
import type { Cause, ClockContext, ClockRule } from './clock-context.ts';
import { holds, undeclaredIn } from './condition.ts';
import type { BreachKnowledge } from './condition.ts';
import { deadlineOf, restarted } from './deadline.ts';
import type { Counting, Deadline } from './deadline.ts';
import { lawInForce, lawmakersOver } from './law.ts';
import { isCounted } from './period.ts';
import type { Period } from './period.ts';

type Detected = ClearFieldValues<FieldsIn<typeof BreachDetected>>;
type FieldsIn<D> = D extends EventDefinition<infer F> ? F : never;

/** What is known of a breach under one law. */
export function knowledgeOf(
  breach: Detected,
  jurisdiction: string,
  { meaningOf, company }: Pick<ClockContext, 'meaningOf' | 'company'>,
): BreachKnowledge {
  const { affectedIn, subjectCount, risk, categories, subjectCategories, unintelligible, effectiveMeasures } = breach;
  const under = affectedIn?.filter(({ country }) => lawmakersOver(country).includes(jurisdiction));
  const counts = under?.map((place) => place.subjectCount);
  const counted = counts?.every((count) => count !== undefined) ? counts.reduce((sum, n) => sum + n, 0) : undefined;
  const malicious = breach.cause === 'externalMalicious' || breach.cause === 'internalMalicious';
  return {
    ...(counted === undefined ? {} : { subjects: counted }),
    ...(counted === undefined && subjectCount !== undefined ? { subjectsMax: subjectCount } : {}),
    ...(risk === undefined ? {} : { risk }),
    circumstances: {
      ...company,
      ...(categories === undefined ? {} : meaningOf(categories, jurisdiction)),
      ...(subjectCategories === undefined ? {} : { minors: subjectCategories.includes('minors') }),
      ...(breach.cause === 'unknown' ? {} : { unlawfulAccess: malicious }),
      ...(unintelligible === undefined ? {} : { unintelligible }),
      ...(effectiveMeasures === undefined ? {} : { harmAvoided: effectiveMeasures }),
    },
  };
}

/** Moments of the breach that are known from the record; one that is not is taken to be when the controller knew. */
function momentsOf(breach: Detected, event: Cause): { readonly [M in BreachMoment]?: string } {
  return {
    occurrence: breach.startedAt ?? breach.awareAt,
    aware: breach.awareAt,
    discovery: breach.awareAt,
    ...(breach.risk === undefined ? {} : { assessedNotifiable: event.occurredAt }),
    ...(breach.endedAt === undefined ? {} : { handled: breach.endedAt }),
  };
}

/** Whether a notice is owed as far as is known: `undefined` turns on what nobody declared. A waiver must be certain. */
export function isOwed(duty: NoticeDuty, known: BreachKnowledge): boolean | undefined {
  if (duty.waivers?.some(({ when }) => holds(when, known) === true)) return false;
  return duty.when === undefined ? true : holds(duty.when, known);
}

/** The measure for whoever is meant; the shortest of those that may be meant, where nobody declared which. */
function measureOf(duty: NoticeDuty, known: BreachKnowledge, start: string, counting: Counting): Period {
  const { alternatives = [], deadline } = duty;
  const meant = alternatives.find(({ when }) => holds(when, known) === true);
  if (meant !== undefined) return meant.deadline;
  const possible = alternatives.filter(({ when }) => holds(when, known) === undefined);
  const measures = [deadline, ...possible.map((other) => other.deadline)];
  const endOf = (period: Period) => Date.parse(deadlineOf({ ...UNNAMED, period }, start, counting).due ?? start);
  const uncounted = measures.find((period) => !isCounted(period));
  return uncounted ?? measures.toSorted((one, other) => endOf(one) - endOf(other))[0] ?? deadline;
}

/** Two measures are compared by their ends alone. */
const UNNAMED = { id: '', clause: '' };

function undeclaredFor(duty: NoticeDuty, known: BreachKnowledge): readonly string[] {
  const conditions = [duty.when, ...(duty.alternatives ?? []).map(({ when }) => when)];
  return [...new Set(conditions.flatMap((when) => (when === undefined ? [] : undeclaredIn(when, known))))];
}

/** A clock of a duty, as the record leaves it. */
function noticeClock(
  regime: BreachRegime,
  duty: NoticeDuty,
  known: BreachKnowledge,
  { event, breach, earlier, context }: NoticeParts,
): Clock {
  const { counting, policy } = context;
  const rule = { id: `${regime.id}/${duty.name}`, clause: duty.article ?? regime.article };
  const start = startOf(duty.clockStart, momentsOf(breach, event), earlier);
  const period = measureOf(duty, known, start ?? event.occurredAt, counting);
  const deadline: Deadline =
    start === undefined
      ? { rule, period, start: event.occurredAt, zone: counting.zone }
      : deadlineOf({ ...rule, period }, start, counting);
  const undeclared = undeclaredFor(duty, known);
  const silent = !(policy.breach ?? []).some(({ audience }) => audience === duty.audience);
  return clockFrom({
    id: clockId(event, breach, rule.id),
    kind: 'breachNotice',
    controllerId: event.controllerId,
    origin: 'law',
    ...(silent ? { policySilent: true } : {}),
    startedBy: earlier?.startedBy ?? event.id,
    concern: {
      breachId: breach.breachId,
      regime: regime.id,
      duty: duty.name,
      audience: duty.audience,
      phase: duty.phase,
    },
    deadline,
    ...(start === undefined ? { awaits: duty.clockStart } : {}),
    ...(undeclared.length === 0 ? {} : { undeclared }),
  });
}

/** A breach has its clocks once, however many records and people it has; companies may use one name for two. */
function clockId({ controllerId }: Cause, { breachId }: Detected, rule: string): string {
  return `${controllerId}:${breachId}:${rule}`;
}

interface NoticeParts {
  readonly event: Cause;
  readonly breach: Detected;
  readonly earlier: Clock | undefined;
  readonly context: ClockContext;
}

/** What only notices and assessments begin has begun once; learning more does not begin it anew. */
function startOf(
  moment: BreachMoment,
  moments: { readonly [M in BreachMoment]?: string },
  earlier: Clock | undefined,
): string | undefined {
  const begun = earlier !== undefined && earlier.awaits === undefined ? earlier.deadline.start : undefined;
  const once = moment === 'assessedNotifiable' || moment === 'regulatorNotified' || moment === 'individualsNotified';
  return once ? (begun ?? moments[moment]) : moments[moment];
}

function policyClocks(event: Cause, breach: Detected, context: ClockContext): readonly Clock[] {
  return (context.policy.breach ?? []).map((rule) =>
    clockFrom({
      id: clockId(event, breach, `${rule.id}/${rule.audience}`),
      kind: 'breachNotice',
      controllerId: event.controllerId,
      origin: 'policy',
      startedBy: event.id,
      concern: { breachId: breach.breachId, audience: rule.audience, phase: 'initial' },
      deadline: deadlineOf(rule, breach.awareAt, context.counting),
    }),
  );
}

/** Every notice a breach asks for, by the policy and by each law in force when it became known. */
function detected(event: Cause, breach: Detected, context: ClockContext): readonly ClockChange[] {
  const places = [...context.jurisdictions, ...(breach.affectedIn ?? []).map(({ country }) => country)];
  const regimes = lawInForce(context.law.breach, places, dayOf(breach.awareAt, context));
  const earlierOf = (id: string) => context.clocks.find((clock) => clock.id === id);
  const ofLaw = regimes.flatMap((regime) => {
    const known = knowledgeOf(breach, regime.jurisdiction, context);
    return regime.duties.map((duty) => {
      const earlier = earlierOf(clockId(event, breach, `${regime.id}/${duty.name}`));
      const clock = noticeClock(regime, duty, known, { event, breach, earlier, context });
      return { clock, owed: isOwed(duty, known) !== false };
    });
  });
  const all = [...policyClocks(event, breach, context).map((clock) => ({ clock, owed: true })), ...ofLaw];
  return all.flatMap(({ clock, owed }): readonly ClockChange[] => {
    const earlier = earlierOf(clock.id);
    if (earlier === undefined) return owed ? [{ change: 'starts', clock }] : [];
    if (!owed) return isOpen(earlier) ? [settles(earlier, { by: event.id, at: event.occurredAt, how: 'lapsed' })] : [];
    // A notice that was given stays given; one that lapsed is owed again.
    if (earlier.settled?.how === 'done') return [];
    const { startedBy } = earlier;
    return sameTime(earlier, clock) ? [] : [moves({ ...clock, startedBy })];
  });
}

function sameTime(one: Clock, other: Clock): boolean {
  return (
    one.settled === undefined &&
    one.due === other.due &&
    one.deadline.start === other.deadline.start &&
    one.awaits === other.awaits &&
    JSON.stringify(one.undeclared) === JSON.stringify(other.undeclared)
  );
}

type NoticeGiven = ClearFieldValues<FieldsIn<typeof BreachNoticeGiven>>;

/** Whether a notice is the one a clock waits for. */
function answers(clock: Clock, notice: NoticeGiven): boolean {
  const { audience, phase, regime } = clock.concern;
  if (notice.regime !== undefined && regime?.toLowerCase() !== notice.regime && clock.origin === 'law') return false;
  const reached: { readonly [A in NoticeGiven['audience']]: boolean } = {
    regulator: audience === 'regulator',
    subjects: audience === 'individuals',
    public: audience === 'individuals',
    controller: audience === 'controller',
    // One person told is not everybody told.
    subject: false,
    guardian: false,
  };
  if (!reached[notice.audience]) return false;
  const later = {
    initial: ['initial'],
    followUp: ['initial', 'supplement'],
    final: ['initial', 'supplement', 'final'],
  };
  return notice.phase === 'withdrawal' || later[notice.phase].includes(phase ?? 'initial');
}

function noticed(event: Cause, notice: NoticeGiven, context: ClockContext): readonly ClockChange[] {
  const open = context.clocks.filter(
    (clock) => isOpen(clock) && clock.controllerId === event.controllerId && clock.concern.breachId === notice.breachId,
  );
  const answered = open.filter((clock) => answers(clock, notice));
  // An authority told without saying under which law is the only one concerned, or it is not known which.
  const laws = new Set(answered.flatMap(({ concern }) => concern.regime ?? []));
  const ambiguous = notice.audience === 'regulator' && notice.regime === undefined && laws.size > 1;
  const how = notice.phase === 'withdrawal' ? 'lapsed' : 'done';
  const settled = answered
    .filter(({ origin }) => !ambiguous || origin === 'policy')
    .map((clock) => settles(clock, { by: event.id, at: event.occurredAt, how }));
  const begun = notice.phase === 'withdrawal' ? undefined : MOMENT_OF[notice.audience];
  const begins = open
    .filter((clock) => clock.awaits !== undefined && clock.awaits === begun)
    .filter(({ concern }) => notice.regime === undefined || concern.regime?.toLowerCase() === notice.regime)
    .map(({ awaits: _awaits, ...clock }) =>
      moves(clockFrom({ ...clock, deadline: restarted(clock.deadline, event.occurredAt, context.counting) })),
    );
  return [...settled, ...begins];
}

/** Moments that giving a notice is. */
const MOMENT_OF: { readonly [A in NoticeGiven['audience']]?: BreachMoment } = {
  regulator: 'regulatorNotified',
  subjects: 'individualsNotified',
  public: 'individualsNotified',
};

export const breachRules: readonly (readonly [string, ClockRule])[] = [
  on(BreachDetected, (event, context) => detected(event, event.fields, context)),
  on(BreachNoticeGiven, (event, context) => noticed(event, event.fields, context)),
];
