import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deadlineAt, deadlineOf, deadlineOn, standingOf } from '#libs/domain';
import type { Counting, Period } from '#libs/domain';
import { loadCalendars } from './calendars.ts';
import { temporalTime } from './temporal-time.ts';

const CALENDARS = loadCalendars();
const counting = (zone: string): Counting => ({ time: temporalTime, calendars: CALENDARS, zone });
const SHANGHAI = counting('Asia/Shanghai');
const STOCKHOLM = counting('Europe/Stockholm');

const rule = (period: Period) => ({ id: 'CLEX-R3', clause: 'Store 3 [L81]', period });
const dueOf = (period: Period, start: string, by = SHANGHAI) => deadlineOf(rule(period), start, by).due;
const workingDays = (n: number, calendar = 'CN'): Period => ({ n, unit: 'workingDay', calendar });

describe('deadlineOf', () => {
  it('gives 15 Chinese working days: no Mid-Autumn, no National Day, and the Saturday that makes up for it', () => {
    // Thu 24 Sep 2026 does not count. 28, 29, 30 Sep; 8, 9, Sat 10, 12-16, 19-22 Oct.
    expect(deadlineOf(rule(workingDays(15)), '2026-09-24T10:00:00+08:00', SHANGHAI)).toEqual({
      rule: { id: 'CLEX-R3', clause: 'Store 3 [L81]' },
      period: { n: 15, unit: 'workingDay', calendar: 'CN' },
      start: '2026-09-24T10:00:00+08:00',
      zone: 'Asia/Shanghai',
      due: '2026-10-22T23:59:59.999+08:00',
    });
  });

  it('reads the day of the start in the zone, not in the offset it was written with', () => {
    expect(dueOf({ n: 1, unit: 'day' }, '2026-03-01T15:59:59Z')).toBe('2026-03-02T23:59:59.999+08:00');
    expect(dueOf({ n: 1, unit: 'day' }, '2026-03-01T16:00:00Z')).toBe('2026-03-03T23:59:59.999+08:00');
  });

  it.each<[string, Period, string, string]>([
    [
      'a month from the last of January',
      { n: 1, unit: 'month' },
      '2026-01-31T12:00:00+08:00',
      '2026-02-28T23:59:59.999+08:00',
    ],
    [
      'a month from the last of January in a leap year',
      { n: 1, unit: 'month' },
      '2028-01-31T12:00:00+08:00',
      '2028-02-29T23:59:59.999+08:00',
    ],
    [
      'a month from the last of February',
      { n: 1, unit: 'month' },
      '2026-02-28T12:00:00+08:00',
      '2026-03-28T23:59:59.999+08:00',
    ],
    [
      'three years from a leap day',
      { n: 3, unit: 'year' },
      '2028-02-29T12:00:00+08:00',
      '2031-02-28T23:59:59.999+08:00',
    ],
    ['fifteen days', { n: 15, unit: 'day' }, '2026-03-01T00:00:00+08:00', '2026-03-16T23:59:59.999+08:00'],
    ['72 hours to the second', { n: 72, unit: 'hour' }, '2026-03-01T10:11:12.5+08:00', '2026-03-04T10:11:12.500+08:00'],
    ['a duration in days', { duration: 'P15D' }, '2026-03-01T10:00:00+08:00', '2026-03-16T23:59:59.999+08:00'],
    ['a duration in hours', { duration: 'PT36H' }, '2026-03-01T10:00:00+08:00', '2026-03-02T22:00:00.000+08:00'],
    ['two weeks', { duration: 'P2W' }, '2026-03-01T10:00:00+08:00', '2026-03-15T23:59:59.999+08:00'],
  ])('counts %s', (_what, period, start, due) => {
    expect(dueOf(period, start)).toBe(due);
  });

  it('keeps 72 hours 72 hours, and days whole days, over a change of the clocks', () => {
    expect(dueOf({ n: 72, unit: 'hour' }, '2026-03-27T12:00:00+01:00', STOCKHOLM)).toBe(
      '2026-03-30T13:00:00.000+02:00',
    );
    expect(dueOf({ n: 3, unit: 'day' }, '2026-03-27T12:00:00+01:00', STOCKHOLM)).toBe('2026-03-30T23:59:59.999+02:00');
  });

  it('names no end where the rule names no number', () => {
    const deadline = deadlineOf(rule({ unit: 'immediately' }), '2026-03-01T10:00:00+08:00', SHANGHAI);
    expect([deadline.due, deadline.provisional]).toEqual([undefined, undefined]);
    expect(standingOf(deadline, '2026-03-01T12:00:00+08:00')).toEqual({ state: 'uncounted', elapsedMs: 7_200_000 });
  });

  it('is provisional from the first day whose holidays are not announced', () => {
    const beyond = deadlineOf(rule(workingDays(3)), '2026-12-29T10:00:00+08:00', SHANGHAI);
    expect([beyond.due, beyond.provisional]).toEqual(['2027-01-01T23:59:59.999+08:00', 'beyondCalendar']);
    const within = deadlineOf(rule(workingDays(2)), '2026-12-29T10:00:00+08:00', SHANGHAI);
    expect([within.due, within.provisional]).toEqual(['2026-12-31T23:59:59.999+08:00', undefined]);
  });

  it('counts Saturday and Sunday off, provisionally, where no calendar is known', () => {
    const deadline = deadlineOf(rule(workingDays(3, 'BR')), '2026-10-09T10:00:00-03:00', counting('America/Sao_Paulo'));
    expect([deadline.due, deadline.provisional]).toEqual(['2026-10-14T23:59:59.999-03:00', 'calendarUnknown']);
  });

  it('is monotone in its start, and never due before it', () => {
    const period = fc.oneof(
      fc.record({ n: fc.integer({ min: 1, max: 60 }), unit: fc.constantFrom('hour', 'day', 'month', 'year') }),
      fc.integer({ min: 1, max: 30 }).map((n) => workingDays(n)),
      fc.constantFrom<Period>({ duration: 'P1M10D' }, { duration: 'P1DT6H' }, { duration: 'PT90M' }),
    ) as fc.Arbitrary<Period>;
    const start = fc
      .date({ min: new Date('2024-12-01T00:00:00Z'), max: new Date('2027-02-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString());
    const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Stockholm', 'America/Sao_Paulo', 'Pacific/Apia', 'UTC');
    fc.assert(
      fc.property(period, start, start, zone, (given, one, other, at) => {
        const [earlier, later] = [one, other].toSorted();
        const [first, second] = [earlier!, later!].map((from) => Date.parse(dueOf(given, from, counting(at))!));
        expect(first).toBeLessThanOrEqual(second!);
        expect(first).toBeGreaterThanOrEqual(Date.parse(earlier!));
      }),
      { numRuns: 300 },
    );
  });

  it('never ends working days on a day off, and with more of them never earlier', () => {
    const start = fc
      .date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-11-01T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString());
    const calendar = CALENDARS.get('CN')!;
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 20 }), (from, n) => {
        const [fewer, more] = [n, n + 1].map((days) => dueOf(workingDays(days), from)!);
        const last = fewer!.slice(0, 10);
        expect(calendar.daysOff.has(last)).toBe(false);
        expect(temporalTime.weekday(last) < 6 || calendar.makeUpDays.has(last)).toBe(true);
        expect(more! > fewer!).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('deadlineOn and deadlineAt', () => {
  const agreed = { id: 'agreement', clause: 'validUntil' };

  it("last to the end of the agreed day in the controller's zone, or to the agreed instant", () => {
    const until = deadlineOn(agreed, '2026-01-01T00:00:00Z', '2026-12-31', SHANGHAI);
    expect(until.due).toBe('2026-12-31T23:59:59.999+08:00');
    const at = deadlineAt(agreed, '2026-01-01T00:00:00Z', '2026-12-31T12:00:00Z', 'Asia/Shanghai');
    expect(at.due).toBe('2026-12-31T12:00:00Z');
  });
});

describe('standingOf', () => {
  const deadline = { start: '2026-03-01T00:00:00Z', due: '2026-03-02T23:59:59.999+08:00' };

  it('is in time to the very end, and overdue after it', () => {
    expect(standingOf(deadline, '2026-03-02T15:59:59.999Z')).toEqual({ state: 'running', leftMs: 0 });
    expect(standingOf(deadline, '2026-03-02T16:00:00Z')).toEqual({ state: 'overdue', lateMs: 1 });
  });
});
