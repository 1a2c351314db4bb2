import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Scenario, type Happening } from './scenario.ts';

jest.setTimeout(120_000);

/** A10, scenario 9: a cookie of Kaadas is gone after fifteen days; on the sixteenth it must not be seen. */
let story: Scenario;

const setting = (user: string, at: string, data: object): Happening => ({
  type: 'PersonalDataCollected',
  user,
  at,
  data: {
    function: 'cookies',
    categories: [{ category: 'pd:BrowsingBehaviour' }],
    source: { kind: 'device' },
    purposes: ['dpv:ServiceProvision'],
    ...data,
  },
});
const reading = (user: string, at: string): Happening => ({
  type: 'PersonalDataUsed',
  user,
  at,
  data: {
    ...{ operation: 'dpv:Use', function: 'cookies', purposes: ['dpv:ServiceProvision'] },
    categories: ['pd:BrowsingBehaviour'],
  },
});

beforeAll(async () => {
  story = await Scenario.begin('kaadas');
});
afterAll(() => story.end());

describe('a cookie of Kaadas', () => {
  it('may be read on its fifteenth day, and not on its sixteenth', async () => {
    await story.tell(setting('li-wei', '2026-10-12T10:00:00+08:00', { endsWithSession: true }));
    const inTime = await story.tell(reading('li-wei', '2026-10-27T22:00:00+08:00'));
    expect(await story.findingsOf(inTime, { rule: 'RET-COOKIE' })).toEqual([]);
    const late = await story.tell(reading('li-wei', '2026-10-28T00:30:00+08:00'));
    expect(await story.findingsOf(late, { rule: 'RET-COOKIE' })).toMatchObject([
      {
        outcome: 'violates',
        sentence: expect.stringContaining('2026-10-27T23:59:59.999+08:00'),
        basis: { row: 'KAAD-K1', clauses: [{ line: 79, quote: expect.stringContaining('15 days') }] },
      },
    ]);
  });

  it('must not be set for longer, and how long has to be declared', async () => {
    const long = await story.tell(setting('wang-fang', '2026-10-12T10:00:00+08:00', { retentionPeriod: 'P30D' }));
    const open = await story.tell(setting('zhao-min', '2026-10-12T10:00:00+08:00', {}));
    const right = await story.tell(setting('sun-lei', '2026-10-12T10:00:00+08:00', { retentionPeriod: 'P15D' }));
    expect(await story.outcomesOf(long)).toMatchObject({ 'RET-COOKIE': 'violates' });
    expect(await story.outcomesOf(open)).toMatchObject({ 'RET-COOKIE': 'gap' });
    expect(await story.findingsOf(right, { rule: 'RET-COOKIE' })).toEqual([]);
  });
});
