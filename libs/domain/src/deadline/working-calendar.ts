/** A day of the Gregorian calendar, `2026-09-24`. Two of them compare as text. */
export type CalendarDate = string;

/** Which days people work, as somebody with authority announced it for a stretch of time. */
export interface WorkingCalendar {
  readonly id: string;
  readonly validFrom: CalendarDate;
  /** Last day the calendar knows; beyond it holidays are not announced yet. */
  readonly validThrough: CalendarDate;
  /** Days of the week nobody works, 1 for Monday to 7 for Sunday. */
  readonly weekend: readonly number[];
  readonly daysOff: ReadonlySet<CalendarDate>;
  /** Weekend days that are worked, to make up for a holiday. */
  readonly makeUpDays: ReadonlySet<CalendarDate>;
}

export type WorkingCalendars = ReadonlyMap<string, WorkingCalendar>;

/** Where nobody announced anything: Saturday and Sunday are off, and what is counted with it is provisional. */
export const WEEKENDS_ONLY: WorkingCalendar = {
  id: 'weekends',
  validFrom: '9999-12-31',
  validThrough: '0001-01-01',
  weekend: [6, 7],
  daysOff: new Set(),
  makeUpDays: new Set(),
};

export function isWorkingDay(calendar: WorkingCalendar, date: CalendarDate, weekday: number): boolean {
  if (calendar.makeUpDays.has(date)) return true;
  return !calendar.daysOff.has(date) && !calendar.weekend.includes(weekday);
}

export function knows(calendar: WorkingCalendar, date: CalendarDate): boolean {
  return calendar.validFrom <= date && date <= calendar.validThrough;
}
