import type { TimeArithmetic } from '#libs/domain';
import { Temporal } from 'temporal-polyfill';

const zoned = (instant: string, zone: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(zone);

const written = (moment: Temporal.ZonedDateTime) =>
  moment.toString({ smallestUnit: 'millisecond', timeZoneName: 'never' });

/** The last day that RFC 3339 can write: what lasts longer lasts to it. */
const LAST_DAY = Temporal.PlainDate.from('9999-12-31');

/** The day so much later. A record may name a duration that leads beyond what any calendar holds. */
function laterDay(day: Temporal.PlainDate, duration: string): Temporal.PlainDate {
  try {
    const later = day.add(duration, { overflow: 'constrain' });
    return Temporal.PlainDate.compare(later, LAST_DAY) < 0 ? later : LAST_DAY;
  } catch (error) {
    if (error instanceof RangeError) return LAST_DAY;
    throw error;
  }
}

function laterMoment(moment: Temporal.ZonedDateTime, duration: string): Temporal.ZonedDateTime {
  const last = LAST_DAY.toZonedDateTime(moment.timeZoneId);
  try {
    const later = moment.add(duration, { overflow: 'constrain' });
    return Temporal.ZonedDateTime.compare(later, last) < 0 ? later : last;
  } catch (error) {
    if (error instanceof RangeError) return last;
    throw error;
  }
}

/** Answers kept: what happens together is asked about the same days, and asking Temporal costs most. */
const KEPT_COUNT_MAX = 2_048;

/** The same function of two texts, which remembers what it answered. */
function remembering<R>(answer: (one: string, two: string) => R): (one: string, two: string) => R {
  const kept = new Map<string, R>();
  return (one, two) => {
    const key = `${one} ${two}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const found = answer(one, two);
    if (kept.size >= KEPT_COUNT_MAX) kept.clear();
    kept.set(key, found);
    return found;
  };
}

const QUARTER_MS = 15 * 60_000;
/** Since Liberia gave up its own in 1972 all zones differ from UTC by whole quarters of an hour: a day begins with one. */
const WHOLE_QUARTERS_SINCE = Date.parse('1973-01-01T00:00:00Z');

const dateOfInstant = (instant: string, zone: string): string => zoned(instant, zone).toPlainDate().toString();
const dateOfQuarter = remembering((quarter, zone) =>
  dateOfInstant(new Date(Number(quarter) * QUARTER_MS).toISOString(), zone),
);

/** Zones and calendar dates by Temporal, with the time zone database of the runtime. */
export const temporalTime: TimeArithmetic = {
  dateOf: (instant, zone) => {
    const at = Date.parse(instant);
    return at < WHOLE_QUARTERS_SINCE || Number.isNaN(at)
      ? dateOfInstant(instant, zone)
      : dateOfQuarter(String(Math.floor(at / QUARTER_MS)), zone);
  },
  // Some zones begin a day at 01:00, some lost a whole day: what counts is when the next one begins.
  endOfDay: remembering((date, zone) =>
    written(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).subtract({ milliseconds: 1 })),
  ),
  weekday: (date) => Temporal.PlainDate.from(date).dayOfWeek,
  laterDate: remembering((date, duration) => laterDay(Temporal.PlainDate.from(date), duration).toString()),
  laterInstant: (instant, duration, zone) => written(laterMoment(zoned(instant, zone), duration)),
};
