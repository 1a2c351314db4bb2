import { describe, expect, it } from '@jest/globals';
import type { PublishedPolicy } from './policy-timeline.ts';
import { inForceAt, mayTakeEffect, publishedBefore } from './policy-timeline.ts';

/** The timeline looks at the names and the instants of versions, never at their rules. */
const version = (policyVersion: string, effectiveFrom: number, position: number): PublishedPolicy => ({
  position,
  policy: { pack: { policyVersion }, effectiveFrom } as PublishedPolicy['policy'],
});

const inForce = (versions: readonly PublishedPolicy[], ...instants: readonly number[]) =>
  instants.map((at) => inForceAt(versions, at)?.pack.policyVersion);

describe('inForceAt', () => {
  const versions = [version('v1', 100, 7), version('v2', 200, 9), version('v3', 300, 20)];

  it('has none before the first takes effect, then each from its instant until that of the next', () => {
    expect(inForce(versions, 0, 99, 100, 199, 200, 299, 300, 1_000_000)).toEqual([
      undefined,
      undefined,
      'v1',
      'v1',
      'v2',
      'v2',
      'v3',
      'v3',
    ]);
  });

  it('has none where nothing was published', () => {
    expect(inForce([], 100)).toEqual([undefined]);
  });

  it('goes by when they take effect, in whatever order they were published', () => {
    expect(inForce([version('far', 300, 7), version('near', 200, 9)], 199, 200, 299, 300)).toEqual([
      undefined,
      'near',
      'near',
      'far',
    ]);
  });

  it('takes of two that take effect together what was published later', () => {
    const together = [version('v1', 100, 7), version('v2', 200, 9), version('v2-corrected', 200, 11)];
    expect(inForce(together, 199, 200)).toEqual(['v1', 'v2-corrected']);
  });
});

describe('publishedBefore', () => {
  const versions = [version('v1', 100, 7), version('v2', 50, 9)];

  it('leaves out what was not published yet where somebody judged', () => {
    expect([0, 7, 8, 9, 10].map((position) => publishedBefore(versions, position))).toEqual([
      [],
      [],
      [versions[0]],
      [versions[0]],
      versions,
    ]);
    expect(publishedBefore([], 5)).toEqual([]);
  });

  it('judges by the version that was known then, though another one takes effect earlier', () => {
    expect(inForce(publishedBefore(versions, 9), 60, 100)).toEqual([undefined, 'v1']);
    expect(inForce(publishedBefore(versions, 10), 60, 100)).toEqual(['v2', 'v1']);
  });
});

describe('mayTakeEffect', () => {
  const now = '2026-03-01T08:00:00.000Z';

  it('lets the first version of a company count from an instant that has passed', () => {
    expect(mayTakeEffect('2019-01-01T00:00:00Z', now, true)).toBe(true);
    expect(mayTakeEffect('2027-01-01T00:00:00Z', now, true)).toBe(true);
  });

  it('lets a later one count from when it is recorded, never from before', () => {
    expect(mayTakeEffect('2026-03-01T07:59:59.999Z', now, false)).toBe(false);
    expect(mayTakeEffect(now, now, false)).toBe(true);
    expect(mayTakeEffect('2026-03-02T00:00:00Z', now, false)).toBe(true);
  });

  it('compares instants, not their texts', () => {
    expect(mayTakeEffect('2026-03-01T16:00:00+08:00', now, false)).toBe(true);
    expect(mayTakeEffect('2026-03-01T15:59:59+08:00', now, false)).toBe(false);
  });
});
