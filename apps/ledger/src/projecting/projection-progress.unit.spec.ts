import { beforeEach, describe, expect, it } from '@jest/globals';
import { ProjectionProgress } from './projection-progress.ts';

let now: number;
let last: number | undefined;
let reached: number | undefined;
const progress = (): ProjectionProgress =>
  new ProjectionProgress(
    { lastPosition: () => Promise.resolve(last) },
    { position: () => Promise.resolve(reached) } as ConstructorParameters<typeof ProjectionProgress>[1],
    () => now,
  );

beforeEach(() => {
  now = 1_000_000;
  last = undefined;
  reached = undefined;
});

describe('the progress of the projection', () => {
  it('is complete while there is nothing', async () => {
    const one = progress();
    await one.look();
    expect([one.position, one.lag]).toEqual([undefined, { events: 0, seconds: 0 }]);
  });

  it('tells how much is missing, and since when', async () => {
    const one = progress();
    await one.look();
    last = 10;
    reached = 4;
    now = 1_003_000;
    await one.look();
    expect([one.position, one.lag]).toEqual([4, { events: 6, seconds: 3 }]);
    reached = 10;
    now = 1_005_000;
    await one.look();
    expect(one.lag).toEqual({ events: 0, seconds: 0 });
  });

  it('counts from the first event when nothing was projected ever', async () => {
    last = 0;
    const one = progress();
    await one.look();
    expect(one.lag.events).toBe(1);
  });
});
