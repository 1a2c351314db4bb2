import { createCipheriv, createDecipheriv } from 'node:crypto';
import { frame } from './framing.ts';
import { fillRandom } from './random-pool.ts';
import { keyObjectOf, type RawKey } from './raw-key.ts';

/**
 * A sealed text is base64url (RFC 4648 §5, no padding) of: format (1 byte) | initialisation vector (12) | ciphertext | tag (16).
 * AES-256-GCM; a random vector may serve one key for 2^32 texts (NIST SP 800-38D §8.3), far above what one person can collect.
 */
const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + IV_BYTES;

// Both are used within one synchronous call only: allocating them for each text costs more than copying.
const iv = Buffer.alloc(IV_BYTES);
const scratch = Buffer.alloc(65_536);

/** Where a text belongs. It opens nowhere else. */
export interface Place {
  readonly eventId: string;
  readonly field: string;
}

/** @param plaintext well-formed Unicode; a lone surrogate would come back as U+FFFD. */
export function sealText(key: RawKey, place: Place, plaintext: string): string {
  fillRandom(iv);
  const cipher = createCipheriv('aes-256-gcm', keyObjectOf(key), iv);
  cipher.setAAD(associatedData(place));
  const ciphertext = cipher.update(plaintext, 'utf8');
  cipher.final();
  const tagStart = HEADER_BYTES + ciphertext.length;
  const length = tagStart + TAG_BYTES;
  const sealed = length <= scratch.length ? scratch : Buffer.allocUnsafe(length);
  sealed[0] = FORMAT;
  iv.copy(sealed, 1);
  ciphertext.copy(sealed, HEADER_BYTES);
  cipher.getAuthTag().copy(sealed, tagStart);
  return sealed.toString('base64url', 0, length);
}

/** The plaintext; `undefined` when key, place or any bit of the text is not what it was sealed with. */
export function openText(key: RawKey, place: Place, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  // Node's decoder passes over characters it does not know, so a changed text could decode to the same bytes.
  if (bytes.length < HEADER_BYTES + TAG_BYTES || bytes[0] !== FORMAT || bytes.toString('base64url') !== sealed) {
    return undefined;
  }
  const tagStart = bytes.length - TAG_BYTES;
  const vector = bytes.subarray(1, HEADER_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', keyObjectOf(key), vector, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(place));
  decipher.setAuthTag(bytes.subarray(tagStart));
  const plaintext = decipher.update(bytes.subarray(HEADER_BYTES, tagStart));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return plaintext.toString('utf8');
}

/** Names the format too, so that a text cannot be passed off as one of a later format. */
function associatedData(place: Place): Buffer {
  return Buffer.from(frame(['sealed/1', place.eventId, place.field]), 'utf8');
}
