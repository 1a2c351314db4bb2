import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { isWorkingDay, knows } from '#libs/domain';
import type { WorkingCalendar } from '#libs/domain';
import { loadCalendars, parseCalendar } from './calendars.ts';
import { faultLine, PolicyPackError } from './policy-pack-error.ts';
import { temporalTime } from './temporal-time.ts';

/** Its ES module is not marked as one, so that only `require` finds it. */
const { isWorkday } = createRequire(import.meta.url)('chinese-days') as { isWorkday: (date: string) => boolean };

const works = (calendar: WorkingCalendar, date: string) => isWorkingDay(calendar, date, temporalTime.weekday(date));

describe("China's calendar", () => {
  const calendar = loadCalendars().get('CN')!;

  it('agrees with chinese-days, which is made from the same notices, on every day it knows', () => {
    const differing: string[] = [];
    let days = 0;
    for (let day = calendar.validFrom; knows(calendar, day); day = temporalTime.laterDate(day, 'P1D')) {
      days += 1;
      if (works(calendar, day) !== isWorkday(day)) differing.push(day);
    }
    expect({ days, differing }).toEqual({ days: 730, differing: [] });
  });

  it('knows holidays and the weekend days that make up for them', () => {
    expect(['2026-09-25', '2026-10-01', '2026-10-07'].map((day) => works(calendar, day))).toEqual([
      false,
      false,
      false,
    ]);
    expect(['2026-09-20', '2026-10-10'].map((day) => [temporalTime.weekday(day), works(calendar, day)])).toEqual([
      [7, true],
      [6, true],
    ]);
  });

  it('ends where no notice was issued yet', () => {
    expect([knows(calendar, '2026-12-31'), knows(calendar, '2027-01-01')]).toEqual([true, false]);
  });
});

describe('parseCalendar', () => {
  const text = `id: XX
title: Test
verifiedOn: 2026-01-01
weekend: [6, 7]
validFrom: 2026-01-01
validThrough: 2026-12-31
announcements:
  - year: 2026
    document: A notice
    issuedOn: 2025-12-01
    source: https://example.org
    holidays:
      - { name: A, from: 2026-05-03, to: 2026-05-01 }
    makeUpDays: [2026-05-09, 2026-05-11]
`;
  const faultsOf = (changed: string): readonly string[] => {
    try {
      parseCalendar({ file: 'XX.yaml', text: changed });
    } catch (error) {
      if (error instanceof PolicyPackError) return error.faults.map(faultLine);
      throw error;
    }
    return [];
  };

  it('refuses days that contradict each other, and says where', () => {
    expect(faultsOf(text)).toEqual([
      'XX.yaml:13:38 /announcements/0/holidays/0/to must not be before the first day',
      'XX.yaml:14:30 /announcements/0/makeUpDays/1 must be a day of the weekend',
    ]);
  });

  it('refuses a day that does not exist', () => {
    expect(faultsOf(text.replace('2026-05-11', '2026-02-30'))).toEqual([
      'XX.yaml:14:30 /announcements/0/makeUpDays/1 must match format "date"',
    ]);
  });
});
