import { describe, expect, it } from '@jest/globals';
import { askAge } from './age-answer.ts';
import type { KnownAge } from './state/evidence-state.ts';

const YEAR = 366 * 86_400_000;
const known = (band: KnownAge['band'], at: number): KnownAge => ({ id: band, at, band, basis: 'document' });
const ask = (ages: readonly KnownAge[], under: number, at: number) =>
  askAge({ ages, permissions: [], guardians: [] }, under, at).state;

describe('askAge', () => {
  it.each([
    ['nothing is known', [], 'unknown'],
    ['12 at most, an hour ago', [known('0-12', -1)], 'younger'],
    ['13, an hour ago', [known('13', -1)], 'younger'],
    ['14 or 15', [known('14-15', -1)], 'notYounger'],
    ['13, a year and more ago', [known('13', -YEAR)], 'notYounger'],
    ['12 at most, two years ago', [known('0-12', -2 * YEAR)], 'unknown'],
    ['13, and only told of later', [known('13', YEAR)], 'younger'],
    ['18, and only told of a year later', [known('18+', YEAR)], 'notYounger'],
    ['14 or 15, and only told of a year later', [known('14-15', YEAR)], 'unknown'],
  ] as const)('whether somebody is under 14: %s', (_what, ages, state) => {
    expect(ask(ages, 14, 0)).toBe(state);
  });

  it('goes by the latest record before', () => {
    expect(ask([known('13', -10), known('18+', -5)], 14, 0)).toBe('notYounger');
  });
});
