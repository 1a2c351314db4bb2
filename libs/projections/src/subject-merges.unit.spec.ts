import { describe, expect, it } from '@jest/globals';
import { survivorsOf } from './subject-merges.ts';

describe('survivors of merges', () => {
  const survivors = (...merges: readonly (readonly [other: string, into: string])[]) =>
    Object.fromEntries(survivorsOf(merges.map(([other_id, into_id], position) => ({ other_id, into_id, position }))));

  it('are nobody without merges', () => {
    expect(survivors()).toEqual({});
  });

  it('stand at the end of a chain, in whatever order it was made', () => {
    expect(survivors(['a', 'b'], ['b', 'c'])).toEqual({ a: 'c', b: 'c', c: 'c' });
    expect(survivors(['b', 'c'], ['a', 'b'])).toEqual({ a: 'c', b: 'c', c: 'c' });
  });

  it('are one for each group', () => {
    expect(survivors(['a', 'b'], ['c', 'd'], ['e', 'd'])).toEqual({ a: 'b', b: 'b', c: 'd', d: 'd', e: 'd' });
  });

  it('come from the latest merge when one subject went into two', () => {
    expect(survivors(['a', 'b'], ['a', 'c'])).toEqual({ a: 'c', b: 'c', c: 'c' });
  });

  it('come from the latest merge in a circle', () => {
    expect(survivors(['a', 'b'], ['b', 'c'], ['c', 'a'])).toEqual({ a: 'a', b: 'a', c: 'a' });
  });
});
