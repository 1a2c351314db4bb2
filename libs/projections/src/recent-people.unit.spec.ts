import { describe, expect, it } from '@jest/globals';
import { RecentPeople } from './recent-people.ts';

describe('what is remembered of people', () => {
  it('is kept of those who were met last, and never of more than so many', () => {
    const people = new RecentPeople<number>(4);
    for (const n of [1, 2, 3]) people.set(`p${String(n)}`, n);
    // Met again, so that it outlives those who were not.
    expect(people.get('p1')).toBe(1);
    people.set('p4', 4);
    expect(['p1', 'p2', 'p3', 'p4'].map((id) => people.get(id))).toEqual([1, undefined, 3, 4]);
    people.set('p4', 5);
    expect(people.get('p4')).toBe(5);
    people.clear();
    expect(people.get('p4')).toBeUndefined();
  });
});
