import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deadlineOf, isWorkingDay, knows, WEEKENDS_ONLY } from '#libs/domain';
import type { WorkingCalendar } from '#libs/domain';
import { loadCalendars } from './calendars.ts';
import { temporalTime } from './temporal-time.ts';

const CALENDARS = loadCalendars();
const dueIn = (n: number, start: string, calendar = 'CN') =>
  deadlineOf({ id: 'A', clause: 'a', period: { n, unit: 'workingDay', calendar } }, start, {
    time: temporalTime,
    calendars: CALENDARS,
    zone: 'Asia/Shanghai',
  });

/** The same, day by day. */
function countedSingly(n: number, start: string, calendar: WorkingCalendar) {
  let date = temporalTime.dateOf(start, 'Asia/Shanghai');
  let known = true;
  for (let counted = 0; counted < n;) {
    date = temporalTime.laterDate(date, 'P1D');
    known &&= knows(calendar, date);
    if (isWorkingDay(calendar, date, temporalTime.weekday(date))) counted += 1;
  }
  return { due: temporalTime.endOfDay(date, 'Asia/Shanghai'), known };
}

describe('working days', () => {
  it('are the same counted by whole weeks as day by day: before, within and beyond the calendar', () => {
    const start = fc.date({ min: new Date('2015-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
    const calendar = fc.constantFrom('CN', 'XX');
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 3_000 }), calendar, (from, n, id) => {
        const known = CALENDARS.get(id);
        const slow = countedSingly(n, from.toISOString(), known ?? WEEKENDS_ONLY);
        const { due, provisional } = dueIn(n, from.toISOString(), id);
        expect(due).toBe(slow.due);
        const why = slow.known ? undefined : 'beyondCalendar';
        expect(provisional).toBe(known === undefined ? 'calendarUnknown' : why);
      }),
      { numRuns: 30 },
    );
  });

  it.each([26_000, 999_999_999, Number.MAX_SAFE_INTEGER])('%d of them are counted at once', (n) => {
    const began = performance.now();
    for (let day = 1; day <= 20; day++) dueIn(n, `2026-09-${String(day).padStart(2, '0')}T10:00:00+08:00`);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('end with the year 9999', () => {
    expect(dueIn(999_999_999, '2026-09-24T10:00:00+08:00')).toMatchObject({
      due: '9999-12-31T23:59:59.999+08:00',
      provisional: 'beyondCalendar',
    });
  });
});
