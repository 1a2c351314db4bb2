import type { CalendarDate } from './working-calendar.ts';

/**
 * Arithmetic with zones and calendar dates, which needs a time zone database. Instants are RFC 3339; those that come out
 * have the offset that the zone had then, and milliseconds.
 */
export interface TimeArithmetic {
  /** The day an instant falls on in a zone of the IANA database. */
  readonly dateOf: (instant: string, zone: string) => CalendarDate;
  /** Last millisecond of a day in a zone. */
  readonly endOfDay: (date: CalendarDate, zone: string) => string;
  /** 1 for Monday to 7 for Sunday (ISO 8601). */
  readonly weekday: (date: CalendarDate) => number;
  /** The day so much later by the calendar; a day that a month does not have becomes its last (31 January + P1M). */
  readonly laterDate: (date: CalendarDate, duration: string) => CalendarDate;
  /** The instant so much later: dates by the zone's calendar, hours and below as they pass. */
  readonly laterInstant: (instant: string, duration: string, zone: string) => string;
}
