import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hmacSha256 } from './hmac.ts';
import { rawKeyOf } from './raw-key.ts';

const bytes = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 37 + 11) % 256));

describe('hmacSha256', () => {
  it.each([
    ['nothing', ''],
    ['ASCII', 'ada@example.com'],
    ['longer than a block', 'x'.repeat(1_000)],
    ['more than a byte each', '数据处理者 \u{1f512}'.repeat(40)],
    ['a lone surrogate', 'a\ud800b'],
    ['longer than the scratch', '长'.repeat(30_000)],
  ])("is Node's own of %s", (_, text) => {
    for (const encoding of ['hex', 'base64url'] as const) {
      const expected = createHmac('sha256', bytes).update(text, 'utf8').digest(encoding);
      expect(hmacSha256(rawKeyOf(bytes), text, encoding)).toBe(expected);
    }
  });

  it('keeps nothing of a call for the next', () => {
    const other = rawKeyOf(Buffer.alloc(32, 0xff));
    const first = hmacSha256(rawKeyOf(bytes), 'a', 'hex');
    hmacSha256(other, 'b'.repeat(200), 'hex');
    expect(hmacSha256(rawKeyOf(bytes), 'a', 'hex')).toBe(first);
  });
});
