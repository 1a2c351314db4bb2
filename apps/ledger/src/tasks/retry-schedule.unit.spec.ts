import { describe, expect, it } from '@jest/globals';
import { nextTryAt } from './retry-schedule.ts';

const SCHEDULE = [0, 5_000, 300_000];

describe('the next try', () => {
  it.each([
    [1_000, 6_000],
    [6_000, 301_000],
    [200_000, 301_000],
    [301_000, undefined],
    [9_999_999, undefined],
  ])('at %d is %p', (now, next) => {
    expect(nextTryAt(1_000, now, SCHEDULE)).toBe(next);
  });
});
