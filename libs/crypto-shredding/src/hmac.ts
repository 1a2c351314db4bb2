import { hash } from 'node:crypto';
import { KEY_BYTES, type RawKey } from './raw-key.ts';

/** Of SHA-256, in bytes (FIPS 180-4). */
const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/** Texts of up to a third of this in UTF-16 code units need no buffer of their own. */
const SCRATCH_BYTES = 65_536;

// Used within one synchronous call only. Behind the key the pads never change.
const inner = Buffer.alloc(BLOCK_BYTES + SCRATCH_BYTES, INNER_PAD);
const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, OUTER_PAD);

/**
 * HMAC-SHA-256 (RFC 2104) of the text in UTF-8 as two calls of the one-shot hash. `createHmac` makes an object with a part
 * outside of the heap, which costs twice as much to use and three times as much with the garbage collection of it.
 */
export function hmacSha256(key: RawKey, text: string, encoding: 'hex' | 'base64url' | 'binary'): string {
  for (let at = 0; at < KEY_BYTES; at++) {
    const byte = key.charCodeAt(at);
    inner[at] = byte ^ INNER_PAD;
    outer[at] = byte ^ OUTER_PAD;
  }
  const bytesMax = BLOCK_BYTES + text.length * 3;
  const message = bytesMax <= inner.length ? inner : Buffer.concat([inner.subarray(0, BLOCK_BYTES)], bytesMax);
  const length = BLOCK_BYTES + message.write(text, BLOCK_BYTES, 'utf8');
  outer.write(hash('sha256', message.subarray(0, length), 'binary'), BLOCK_BYTES, 'latin1');
  return hash('sha256', outer, encoding);
}
