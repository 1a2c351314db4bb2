import { describe, expect, it } from '@jest/globals';
import { StreamHeads } from './stream-heads.ts';

const GENERATION_SIZE = 100_000;

describe('stream heads', () => {
  it('keep what is asked for, forget the rest, and stay bounded', () => {
    const heads = new StreamHeads();
    heads.set('asked', { streamId: 1, revision: 5 });
    heads.set('forgotten', { streamId: 2, revision: 7 });
    for (let count = 0; count < 3 * GENERATION_SIZE; count++) {
      heads.set(`other-${count}`, { streamId: count + 3, revision: 0 });
      if (count % 50_000 === 0) heads.get('asked');
    }
    expect(heads.get('asked')).toEqual({ streamId: 1, revision: 5 });
    expect(heads.get('forgotten')).toBeUndefined();
  });

  it('are gone after clearing, old ones too', () => {
    const heads = new StreamHeads();
    for (let count = 0; count <= GENERATION_SIZE; count++)
      heads.set(`stream-${count}`, { streamId: count, revision: 0 });
    heads.clear();
    expect([heads.get('stream-0'), heads.get(`stream-${GENERATION_SIZE}`)]).toEqual([undefined, undefined]);
  });
});
