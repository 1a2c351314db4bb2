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

/** Zones and calendar dates by Temporal, with the time zone database of the runtime. */
export const temporalTime: TimeArithmetic = {
  dateOf: (instant, zone) => zoned(instant, zone).toPlainDate().toString(),
  endOfDay: (date, zone) =>
    // Some zones begin a day at 01:00, some lost a whole day: what counts is when the next one begins.
    written(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).subtract({ milliseconds: 1 })),
  weekday: (date) => Temporal.PlainDate.from(date).dayOfWeek,
  laterDate: (date, duration) => laterDay(Temporal.PlainDate.from(date), duration).toString(),
  laterInstant: (instant, duration, zone) => written(laterMoment(zoned(instant, zone), duration)),
};
