import { describe, expect, it } from '@jest/globals';
import { rawKeyOf } from './raw-key.ts';
import { RecentKeys } from './recent-keys.ts';

const keyOf = (byte: number) => rawKeyOf(Buffer.alloc(32, byte));
const name = (subjectId: string, compartment = 'identifiers') => ({ subjectId, compartment });

describe('RecentKeys', () => {
  it('tells subjects and compartments apart', () => {
    const keys = new RecentKeys(10);
    keys.set(name('a'), keyOf(1));
    keys.set(name('a', 'statements'), keyOf(2));
    keys.set(name('b'), keyOf(3));
    expect(keys.get(name('a'))).toBe(keyOf(1));
    expect(keys.get(name('a', 'statements'))).toBe(keyOf(2));
    expect(keys.get(name('b'))).toBe(keyOf(3));
    expect(keys.get(name('b', 'statements'))).toBeUndefined();
  });

  it('holds no more than asked, and keeps what is used over what is not', () => {
    const keys = new RecentKeys(10);
    keys.set(name('used'), keyOf(1));
    keys.set(name('unused'), keyOf(2));
    for (let other = 0; other < 30; other += 1) {
      keys.set(name(`other-${other}`, `compartment-${other % 3}`), keyOf(3));
      expect(keys.get(name('used'))).toBe(keyOf(1));
    }
    expect(keys.get(name('unused'))).toBeUndefined();
    const left = Array.from({ length: 30 }, (_, other) => keys.get(name(`other-${other}`, `compartment-${other % 3}`)));
    expect(left.filter((key) => key !== undefined).length).toBeLessThanOrEqual(10);
  });

  it('forgets everything', () => {
    const keys = new RecentKeys(10);
    keys.set(name('a'), keyOf(1));
    keys.clear();
    expect(keys.get(name('a'))).toBeUndefined();
  });
});
