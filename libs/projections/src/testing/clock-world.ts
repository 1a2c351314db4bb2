import { ALL_PERSONAL_DATA } from '#libs/domain';
import type { ClockWorld, LawRow, TimeArithmetic } from '#libs/domain';
import { ledgerProjections } from '../ledger-projections.ts';

const HOUR_MS = 3_600_000;
/** Every zone is China's, which has no summer time: enough to see whether the projection asks rightly. */
const OFFSET_MS = 8 * HOUR_MS;
/** What is no zone here either. */
export const NO_ZONE = 'Asia/Shenzen';
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(\d+)H)?$/;

function durationIn(duration: string) {
  const [, years = 0, months = 0, days = 0, hours = 0] = (DURATION.exec(duration) ?? []).map(Number);
  return { years: years || 0, months: months || 0, days: days || 0, hours: hours || 0 };
}

function checkZone(zone: string): void {
  if (zone === NO_ZONE) throw new RangeError('There is no such zone.');
}

const time: TimeArithmetic = {
  dateOf: (instant, zone) => {
    checkZone(zone);
    return new Date(Date.parse(instant) + OFFSET_MS).toISOString().slice(0, 10);
  },
  endOfDay: (date, zone) => {
    checkZone(zone);
    return `${date}T23:59:59.999+08:00`;
  },
  weekday: (date) => new Date(date).getUTCDay() || 7,
  laterDate: (date, duration) => {
    const { years, months, days } = durationIn(duration);
    const later = new Date(date);
    later.setUTCFullYear(later.getUTCFullYear() + years, later.getUTCMonth() + months, later.getUTCDate() + days);
    return later.toISOString().slice(0, 10);
  },
  laterInstant: (instant, duration) => {
    const later = Date.parse(instant) + durationIn(duration).hours * HOUR_MS + OFFSET_MS;
    return new Date(later).toISOString().replace('Z', '+08:00');
  },
};

const row = (id: string, jurisdiction: string): LawRow => ({
  ...{ id, jurisdiction, instrument: 'A law', article: `Art. of ${id}`, status: 'inForce', force: 'statute' },
  ...{ verifiedOn: '2026-01-01', confidence: 'primaryRead', sources: [] },
});

/** A little law, and a vocabulary in which e-mail addresses are data to contact somebody by. */
export const TEST_CLOCKS: ClockWorld = {
  time,
  calendars: new Map(),
  law: {
    deletion: [
      {
        ...row('CN-DELETE', 'CN'),
        wording: 'Promptly.',
        because: ['accountCancelled', 'subjectRequest'],
        deadline: { unit: 'promptly' },
      },
    ],
    rights: [
      {
        ...row('EU-ANSWER', 'EU'),
        rights: 'all',
        wording: 'A month.',
        clockStart: 'receipt',
        response: { n: 1, unit: 'month' },
        extension: { by: { n: 2, unit: 'month' }, wording: 'Two more.' },
      },
    ],
    breach: [
      {
        ...row('EU-BREACH', 'EU'),
        trigger: 'A breach.',
        duties: [
          {
            name: 'regulator',
            audience: 'regulator',
            phase: 'initial',
            wording: '72 hours.',
            clockStart: 'aware',
            deadline: { n: 72, unit: 'hour' },
          },
        ],
      },
    ],
  },
  isWithin: (category, wider) =>
    category === wider || wider === ALL_PERSONAL_DATA || (category === 'pd:EmailAddress' && wider === 'pd:Contact'),
  meaningOf: () => ({}),
};

/** All of the ledger's projections, for a test. */
export const testProjections = () => ledgerProjections(TEST_CLOCKS);
