import { isCounted } from './period.ts';
import type { CountedPeriod, Period } from './period.ts';
import type { TimeArithmetic } from './time-arithmetic.ts';
import { WEEKENDS_ONLY } from './working-calendar.ts';
import type { CalendarDate, WorkingCalendars } from './working-calendar.ts';
import { workingDayAfter } from './working-days.ts';

/** Where it is written that something has a time. */
export interface Citation {
  /** As policies and laws are cited: `CLEX-R3`, `EU-GDPR-33`. */
  readonly id: string;
  /** Heading and line of a policy, article of a law. */
  readonly clause: string;
}

/** A rule that gives somebody so much time. */
export interface DeadlineRule extends Citation {
  readonly period: Period;
}

/** What periods are counted with: the zone whose days count, and the calendars of working days. */
export interface Counting {
  readonly time: TimeArithmetic;
  readonly calendars: WorkingCalendars;
  readonly zone: string;
}

/** Why a due instant may still change: holidays of that time are not announced, or no such calendar is known. */
export type Provisional = 'beyondCalendar' | 'calendarUnknown';

export interface Deadline {
  readonly rule: Citation;
  /** How long the rule gives. None: the end itself was agreed. */
  readonly period?: Period;
  readonly start: string;
  readonly zone: string;
  /** Last instant that is still in time. None: the rule names no number, and only the time gone by can be told. */
  readonly due?: string;
  readonly provisional?: Provisional;
}

/**
 * When a rule's time is over. Days, working days, months and years are whole days of the zone: the day of the start does
 * not count, and the last day counts to its end (Regulation (EEC, Euratom) 1182/71 Art. 3(1)-(2); Civil Code of the PRC
 * Art. 201-203). Hours pass as they are: 72 h are 72 h from the very instant. A last day that is a holiday is not moved
 * to a later one: that would be the controller's risk.
 */
export function deadlineOf({ id, clause, period }: DeadlineRule, start: string, counting: Counting): Deadline {
  const known = { rule: { id, clause }, period, start, zone: counting.zone };
  return isCounted(period) ? { ...known, ...countOut(period, start, counting) } : known;
}

/** The same time from another start, or the same end where that was agreed. */
export function restarted(deadline: Deadline, start: string, counting: Counting): Deadline {
  const { rule, period } = deadline;
  return period === undefined ? deadline : deadlineOf({ ...rule, period }, start, counting);
}

/** The deadline of what was agreed to last to the end of a day. */
export function deadlineOn(rule: Citation, start: string, lastDay: CalendarDate, counting: Counting): Deadline {
  return deadlineAt(rule, start, counting.time.endOfDay(lastDay, counting.zone), counting.zone);
}

/** The deadline of what was agreed to last to an instant. */
export function deadlineAt({ id, clause }: Citation, start: string, due: string, zone: string): Deadline {
  return { rule: { id, clause }, start, zone, due };
}

function countOut(period: CountedPeriod, start: string, counting: Counting): Pick<Deadline, 'due' | 'provisional'> {
  const { time, zone } = counting;
  if ('n' in period && period.unit === 'workingDay') return countWorkingDays(period, start, counting);
  const duration = 'n' in period ? `P${DESIGNATORS[period.unit](period.n)}` : period.duration;
  // Whoever counts in hours means the hour; whoever counts in days means the day.
  if (duration.includes('T')) return { due: time.laterInstant(start, duration, zone) };
  return { due: time.endOfDay(time.laterDate(time.dateOf(start, zone), duration), zone) };
}

const DESIGNATORS = {
  hour: (n: number) => `T${n}H`,
  day: (n: number) => `${n}D`,
  month: (n: number) => `${n}M`,
  year: (n: number) => `${n}Y`,
};

function countWorkingDays(
  { n, calendar: id }: { readonly n: number; readonly calendar: string },
  start: string,
  { time, calendars, zone }: Counting,
): Pick<Deadline, 'due' | 'provisional'> {
  const calendar = calendars.get(id);
  const { date, known } = workingDayAfter(time.dateOf(start, zone), n, calendar ?? WEEKENDS_ONLY, time);
  const due = time.endOfDay(date, zone);
  if (calendar === undefined) return { due, provisional: 'calendarUnknown' };
  return known ? { due } : { due, provisional: 'beyondCalendar' };
}

/** Where a deadline stands at an instant; milliseconds, never negative. */
export type Standing =
  | { readonly state: 'running'; readonly leftMs: number }
  | { readonly state: 'overdue'; readonly lateMs: number }
  | { readonly state: 'uncounted'; readonly elapsedMs: number };

export function standingOf({ start, due }: Pick<Deadline, 'start' | 'due'>, at: string): Standing {
  const now = Date.parse(at);
  if (due === undefined) return { state: 'uncounted', elapsedMs: Math.max(0, now - Date.parse(start)) };
  const leftMs = Date.parse(due) - now;
  return leftMs >= 0 ? { state: 'running', leftMs } : { state: 'overdue', lateMs: -leftMs };
}

/** Negative if the first instant is earlier, as `toSorted` wants it. */
export function compareInstants(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other);
}
