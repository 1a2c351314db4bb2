import { describe, expect, it } from '@jest/globals';
import { lineId } from './line-id.ts';

const KEY = Buffer.alloc(32, 7);

describe('the id of a record that came without one', () => {
  it('is a UUIDv8, one for each line', () => {
    const ids = Array.from({ length: 500 }, (_, line) => lineId(KEY, line));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(500);
  });

  it('stays the same for ever, since a resumed import may be of another version', () => {
    expect(lineId(KEY, 1)).toBe('886687e2-952a-8e5e-be61-90102d261699');
  });

  it('is another one in another import', () => {
    expect(lineId(Buffer.alloc(32, 8), 1)).not.toBe(lineId(KEY, 1));
  });
});
