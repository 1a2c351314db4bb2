import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor } from './cursor.ts';

describe('a cursor', () => {
  const position = { after: 7, head: Number.MAX_SAFE_INTEGER, query: 'abc' };

  it('comes back as it was given, and fits a URL', () => {
    const cursor = encodeCursor(position);
    expect(cursor).toMatch(/^[\w-]{1,200}$/);
    expect(decodeCursor(cursor, 'abc')).toEqual({ after: 7, head: Number.MAX_SAFE_INTEGER });
  });

  it('is refused when it is of another query, another version or made up', () => {
    const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(decodeCursor(made([1, 7, 9, 'abc']), 'abc')).toEqual({ after: 7, head: 9 });
    for (const value of [
      [1, 7, 9, 'abd'],
      [2, 7, 9, 'abc'],
      [1, '7', 9, 'abc'],
      [1, 7.5, 9, 'abc'],
      [1, 7, null, 'abc'],
      [1, 7, 9],
      [1, 7, 9, 'abc', 0],
      { 0: 1, 1: 7, 2: 9, 3: 'abc', length: 4 },
      null,
    ]) {
      expect(() => decodeCursor(made(value), 'abc')).toThrow(expect.objectContaining({ code: 'invalidCursor' }));
    }
  });
});
