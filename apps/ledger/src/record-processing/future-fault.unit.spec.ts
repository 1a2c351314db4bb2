import { describe, expect, it } from '@jest/globals';
import { futureFaults } from './future-fault.ts';

const now = '2026-11-20T10:00:00.000Z';
const faultsAt = (occurredAt: string, aheadSMax = 3_600) =>
  futureFaults({ occurredAt }, { latest: Date.parse(now), aheadSMax }).map(({ pointer, code }) => [pointer, code]);

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
