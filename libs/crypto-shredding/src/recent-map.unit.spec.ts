import { describe, expect, it } from '@jest/globals';
import { RecentMap } from './recent-map.ts';

describe('RecentMap', () => {
  it('keeps what is asked for while others come and go', () => {
    const map = new RecentMap<number>(10);
    map.set('kept', 0);
    for (let n = 1; n <= 100; n++) {
      map.set(`n${n}`, n);
      expect(map.get('kept')).toBe(0);
    }
    expect(map.get('n1')).toBeUndefined();
    expect(map.get('n100')).toBe(100);
  });

  it('never holds more than it was given room for', () => {
    const map = new RecentMap<number>(10);
    for (let n = 0; n < 1_000; n++) map.set(`n${n}`, n);
    const held = Array.from({ length: 1_000 }, (_, n) => `n${n}`).filter((key) => map.has(key));
    expect(held.length).toBeLessThanOrEqual(10);
  });

  it('tells the newest of two values, also when the older one lies in the old generation', () => {
    const map = new RecentMap<number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    expect([map.get('a'), map.get('b')]).toEqual([3, 2]);
  });

  it('forgets everything when told to', () => {
    const map = new RecentMap<number>(4);
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    map.clear();
    expect(['a', 'b', 'c'].some((key) => map.has(key))).toBe(false);
  });
});
