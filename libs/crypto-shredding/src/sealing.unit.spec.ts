import { createDecipheriv } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rawKeyOf } from './raw-key.ts';
import { openText, sealText } from './sealing.ts';

const SEED = Number(process.env.FC_SEED ?? 20_261_122);
const raw = Buffer.alloc(32, 3);
const key = rawKeyOf(raw);
const place = { eventId: 'event-1', field: 'identifiers' };

describe('sealing', () => {
  it(`opens whatever well-formed text was sealed (FC_SEED=${SEED})`, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (plaintext, eventId, field) => {
        expect(openText(key, { eventId, field }, sealText(key, { eventId, field }, plaintext))).toBe(plaintext);
      }),
      { seed: SEED },
    );
  });

  it('is AES-256-GCM over format, vector, ciphertext and tag, and so can be opened by other programs', () => {
    const bytes = Buffer.from(sealText(key, place, 'hello'), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', raw, bytes.subarray(1, 13), { authTagLength: 16 });
    decipher.setAAD(Buffer.from('8:sealed/17:event-111:identifiers'));
    decipher.setAuthTag(bytes.subarray(-16));
    const plaintext = decipher.update(bytes.subarray(13, -16), undefined, 'utf8') + decipher.final('utf8');
    expect([bytes[0], bytes.length, plaintext]).toEqual([1, 1 + 12 + 5 + 16, 'hello']);
  });

  it('never uses a vector twice, also across refills of the pool', () => {
    const vectors = Array.from({ length: 5_000 }, () => sealText(key, place, '').slice(0, 17));
    expect(new Set(vectors).size).toBe(vectors.length);
  });

  it('seals texts larger than its buffer', () => {
    const large = 'ü'.repeat(200_000);
    expect(openText(key, place, sealText(key, place, large)) === large).toBe(true);
  });

  it('opens nothing with another key', () => {
    expect(openText(rawKeyOf(Buffer.alloc(32, 4)), place, sealText(key, place, 'hello'))).toBeUndefined();
  });
});
