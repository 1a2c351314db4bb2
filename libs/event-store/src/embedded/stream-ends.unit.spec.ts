import { describe, expect, it } from '@jest/globals';
import { StreamEnds } from './stream-ends.ts';

const NAME = 'policy-kamoer';

describe('ends of streams', () => {
  it('are known after a read to the end, and follow what is appended', () => {
    const ends = new StreamEnds();
    expect([ends.streamIdOf(NAME), ends.isBeyond(NAME, 5)]).toEqual([undefined, false]);
    ends.reached(NAME, { streamId: 3, revision: 4 });
    expect([ends.streamIdOf(NAME), ends.isBeyond(NAME, 4), ends.isBeyond(NAME, 5)]).toEqual([3, false, true]);
    ends.appended(NAME, 6);
    expect([ends.isBeyond(NAME, 6), ends.isBeyond(NAME, 7)]).toEqual([false, true]);
  });

  it('are not moved back by an append that is repeated, nor by a read that began before one', () => {
    const ends = new StreamEnds();
    ends.reached(NAME, { streamId: 3, revision: 4 });
    ends.appended(NAME, 6);
    ends.appended(NAME, 2);
    ends.reached(NAME, { streamId: 3, revision: 4 });
    expect([ends.isBeyond(NAME, 6), ends.isBeyond(NAME, 7)]).toEqual([false, true]);
  });

  it('are forgotten, and streams nobody read are not followed', () => {
    const ends = new StreamEnds();
    ends.appended('dataSubject-1', 9);
    expect(ends.isBeyond('dataSubject-1', 10)).toBe(false);
    ends.reached(NAME, { streamId: 3, revision: 4 });
    ends.forget();
    expect([ends.streamIdOf(NAME), ends.isBeyond(NAME, 5)]).toEqual([undefined, false]);
  });
});
