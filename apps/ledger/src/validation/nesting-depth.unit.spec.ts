import { describe, expect, it } from '@jest/globals';
import { depthExceeds } from './nesting-depth.ts';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('depthExceeds', () => {
  it.each([
    [1, 0, false],
    ['text', 0, false],
    [null, 0, false],
    [{}, 0, true],
    [{}, 1, false],
    [{ a: [1] }, 1, true],
    [{ a: [1] }, 2, false],
    [nested(20), 20, false],
    [nested(21), 20, true],
  ])('of %j at most %d: %s', (value, depthMax, expected) => {
    expect(depthExceeds(value, depthMax)).toBe(expected);
  });

  it('does not overflow on what would', () => {
    expect(depthExceeds(nested(5_000), 20)).toBe(true);
  });
});
