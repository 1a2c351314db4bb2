import { describe, expect, it } from '@jest/globals';
import { Random } from './random.ts';

describe('Random', () => {
  it('gives the numbers of mulberry32', () => {
    // The first three for the seed 1, as an implementation in another language gives them.
    const random = new Random(1);
    expect([random.fraction(), random.fraction(), random.fraction()].map((n) => Math.round(n * 2 ** 32))).toEqual([
      2693262067, 11749833, 2265367787,
    ]);
  });

  it('is not moved by what a fork draws', () => {
    const one = new Random(7);
    const other = new Random(7);
    const fork = other.fork('kamoer');
    fork.uuid();
    expect(one.fraction()).toBe(other.fraction());
    expect(new Random(7).fork('kamoer').fraction()).not.toBe(new Random(7).fork('clex').fraction());
  });

  it('makes UUIDs of version 4, all different', () => {
    const random = new Random(3);
    const made = Array.from({ length: 2000 }, () => random.uuid());
    expect(new Set(made).size).toBe(2000);
    expect(
      made.filter((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
    ).toEqual([]);
  });

  it('reaches both bounds and nothing beyond', () => {
    const random = new Random(5);
    const drawn = new Set(Array.from({ length: 500 }, () => random.whole(2, 4)));
    expect([...drawn].sort()).toEqual([2, 3, 4]);
  });
});
