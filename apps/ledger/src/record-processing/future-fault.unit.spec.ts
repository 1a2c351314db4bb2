import { describe, expect, it } from '@jest/globals';
import { fieldPlaces, recordTypes } from '#libs/domain';
import { futureFaults } from './future-fault.ts';

const now = '2026-11-20T10:00:00.000Z';
const later = '2036-11-20T10:00:00Z';

function faultsIn(type: string, report: { occurredAt: string; data: Record<string, unknown> }, aheadSMax = 3_600) {
  const ahead = { latest: Date.parse(now), aheadSMax };
  return futureFaults(report, recordTypes.get(type)!, ahead).map(({ pointer, code }) => [pointer, code]);
}
const faultsAt = (occurredAt: string, aheadSMax?: number) =>
  faultsIn('ConsentGiven', { occurredAt, data: {} }, aheadSMax);

describe('what is reported to have happened', () => {
  it.each(['2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z', '2026-11-20T19:00:00+08:00', '1999-12-31T00:00:00-12:00'])(
    'may be ahead of the clock by as much as clocks may be off: %s',
    (occurredAt) => {
      expect(faultsAt(occurredAt)).toEqual([]);
    },
  );

  it.each([
    '2026-11-20T11:00:00.001Z',
    '2026-11-20T19:00:01+08:00',
    '2026-11-20T10:00:00-01:30',
    '9999-12-31T00:00:00Z',
  ])('cannot be still to come: %s', (occurredAt) => {
    expect(faultsAt(occurredAt)).toEqual([['/occurredAt', 'tooLate']]);
  });

  it('may not be ahead at all where nothing is allowed for', () => {
    expect([faultsAt(now, 0), faultsAt('2026-11-20T10:00:00.001Z', 0)]).toEqual([[], [['/occurredAt', 'tooLate']]]);
  });
});

describe('what data say to have happened', () => {
  it.each([
    ['BreachDetected', { awareAt: later, startedAt: later, endedAt: later }, ['awareAt', 'startedAt', 'endedAt']],
    ['ImpactAssessmentRecorded', { carriedOutAt: later }, ['carriedOutAt']],
    ['PersonalDataAnonymized', { attestation: { attestedAt: later } }, ['attestation/attestedAt']],
  ])('cannot be still to come: %s', (type, data, places) => {
    expect(faultsIn(type, { occurredAt: now, data })).toEqual(places.map((place) => [`/data/${place}`, 'tooLate']));
  });

  it('may be ahead as far as clocks may be off, and what is written otherwise is for the check of the field', () => {
    const data = { awareAt: '2026-11-20T11:00:00Z', startedAt: 7, endedAt: 'soon' };
    expect(faultsIn('BreachDetected', { occurredAt: now, data })).toEqual([]);
  });

  it.each([
    ['ConsentGiven', { expiresAt: later }],
    ['BreachNoticeGiven', { until: later }],
    ['PersonalDataTransferred', { effectiveAt: later }],
  ])('does not bind what they say of ends and effects: %s', (type, data) => {
    expect(faultsIn(type, { occurredAt: now, data })).toEqual([]);
  });

  it('stands in no list, where it would not be found', () => {
    const past = [...recordTypes.values()].flatMap(fieldPlaces).filter(({ field }) => 'past' in field);
    expect(past.map(({ path }) => path).filter((path) => path.includes('[]'))).toEqual([]);
  });
});
