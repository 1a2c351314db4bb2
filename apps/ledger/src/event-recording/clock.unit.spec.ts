import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Clock } from './clock.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');

describe('Clock', () => {
  beforeEach(() => void jest.useFakeTimers({ now: NOON }));
  afterEach(() => void jest.useRealTimers());

  it('knows how late it has been, whatever the clock is set to afterwards', () => {
    const clock = new Clock();
    expect(clock.latest()).toBe(NOON);
    jest.setSystemTime(NOON - 1);
    expect([clock.latest(), Date.parse(clock.now())]).toEqual([NOON, NOON - 1]);
    jest.setSystemTime(NOON + 1);
    expect(clock.latest()).toBe(NOON + 1);
  });

  it('knows it by what the log tells as well', () => {
    const clock = new Clock();
    clock.hasBeen('2026-11-20T13:00:00.000Z');
    clock.hasBeen('2026-11-20T11:00:00.000Z');
    expect(clock.latest()).toBe(NOON + 3_600_000);
  });
});
