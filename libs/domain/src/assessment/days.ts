import type { Counting } from '../deadline/deadline.ts';
import type { CalendarDate } from '../deadline/working-calendar.ts';

/** Zones differ from UTC by whole quarters of an hour, so that a day begins and ends with one. */
const QUARTER = 15 * 60_000;
/** Days kept worked out: facts of one hour mostly come together, and asking the time zone database costs most. */
const KEPT_COUNT_MAX = 512;

/** The day an instant (milliseconds since 1970) falls on in the zone. */
export function daysIn({ time, zone }: Pick<Counting, 'time' | 'zone'>): (at: number) => CalendarDate {
  const kept = new Map<number, CalendarDate>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const known = kept.get(quarter);
    if (known !== undefined) return known;
    const day = time.dateOf(new Date(at).toISOString(), zone);
    if (kept.size >= KEPT_COUNT_MAX) kept.clear();
    kept.set(quarter, day);
    return day;
  };
}
