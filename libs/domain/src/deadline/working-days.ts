import type { TimeArithmetic } from './time-arithmetic.ts';
import { isWorkingDay, knows } from './working-calendar.ts';
import type { CalendarDate, WorkingCalendar } from './working-calendar.ts';

/** The last day that RFC 3339 can write: what lasts longer lasts to it. */
const LAST_DAY: CalendarDate = '9999-12-31';
const DAY_MS = 86_400_000;
/** So many are counted day by day, as nearly every rule gives fewer. Of more, whole weeks are counted at once. */
const COUNTED_SINGLY_MAX = 366;

/**
 * The n-th working day after a day, and whether the calendar knows all the days between. Outside its validity one week is as
 * the other, so that a number without measure costs no more than a small one; none leads beyond the year 9999.
 */
export function workingDayAfter(
  day: CalendarDate,
  n: number,
  calendar: WorkingCalendar,
  time: Pick<TimeArithmetic, 'laterDate' | 'weekday'>,
): { readonly date: CalendarDate; readonly known: boolean } {
  let date = day;
  let left = n;
  let known = true;
  while (left > 0 && date < LAST_DAY) {
    const weeks = left > COUNTED_SINGLY_MAX ? alikeWeeksAfter(date, left, calendar) : 0;
    if (weeks > 0) {
      date = time.laterDate(date, `P${weeks * 7}D`);
      left -= weeks * workedPerWeek(calendar);
      known = false;
      continue;
    }
    date = time.laterDate(date, 'P1D');
    known &&= knows(calendar, date);
    if (isWorkingDay(calendar, date, time.weekday(date))) left -= 1;
  }
  return { date, known };
}

/** How many weeks may follow at once: none of their days is named by the calendar, and the last day looked for is not among them. */
function alikeWeeksAfter(date: CalendarDate, left: number, calendar: WorkingCalendar): number {
  const { validFrom, validThrough, daysOff, makeUpDays } = calendar;
  const named = [...daysOff, ...makeUpDays].toSorted();
  const first = [validFrom, ...named.slice(0, 1)].toSorted()[0] ?? validFrom;
  const last = [validThrough, ...named.slice(-1)].toSorted().at(-1) ?? validThrough;
  if (first <= date && date < last) return 0;
  const room = date >= last ? daysBetween(date, LAST_DAY) : daysBetween(date, first) - 1;
  return Math.floor(Math.min((left - 1) / workedPerWeek(calendar), room / 7));
}

const workedPerWeek = ({ weekend }: WorkingCalendar): number => 7 - weekend.length;

const daysBetween = (one: CalendarDate, other: CalendarDate): number => (Date.parse(other) - Date.parse(one)) / DAY_MS;
