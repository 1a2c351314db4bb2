import type { TimeArithmetic } from '#libs/domain';
import { Temporal } from 'temporal-polyfill';

const zoned = (instant: string, zone: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(zone);

const written = (moment: Temporal.ZonedDateTime) =>
  moment.toString({ smallestUnit: 'millisecond', timeZoneName: 'never' });

/** Zones and calendar dates by Temporal, with the time zone database of the runtime. */
export const temporalTime: TimeArithmetic = {
  dateOf: (instant, zone) => zoned(instant, zone).toPlainDate().toString(),
  endOfDay: (date, zone) =>
    // Some zones begin a day at 01:00, some lost a whole day: what counts is when the next one begins.
    written(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(zone).subtract({ milliseconds: 1 })),
  weekday: (date) => Temporal.PlainDate.from(date).dayOfWeek,
  laterDate: (date, duration) => Temporal.PlainDate.from(date).add(duration, { overflow: 'constrain' }).toString(),
  laterInstant: (instant, duration, zone) => written(zoned(instant, zone).add(duration, { overflow: 'constrain' })),
};
