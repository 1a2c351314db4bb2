import { describe, expect, it } from '@jest/globals';
import { BytesInFlight } from './bytes-in-flight.ts';

describe('BytesInFlight', () => {
  it('has room for as much as there may be, and again for what was given back', () => {
    const inFlight = new BytesInFlight(100);
    inFlight.add(60);
    expect([inFlight.hasRoomFor(40), inFlight.hasRoomFor(41)]).toEqual([true, false]);
    inFlight.giveBack(20);
    expect([inFlight.bytes, inFlight.hasRoomFor(60)]).toEqual([40, true]);
  });

  it('has room for one that is larger than all, when it is alone', () => {
    const inFlight = new BytesInFlight(100);
    expect(inFlight.hasRoomFor(500)).toBe(true);
    inFlight.add(90);
    expect([inFlight.hasRoomFor(500), inFlight.hasRoomFor(500, 90)]).toEqual([false, true]);
  });
});
