import { createSecretKey, type KeyObject } from 'node:crypto';

export const KEY_BYTES = 32;

declare const isRawKey: unique symbol;

/**
 * 256 bits as a Latin-1 string: 48 bytes of memory that cost the garbage collector nothing, where a `KeyObject` takes
 * 700 and has a part outside of the heap. Made into one in 1 µs, and only to encrypt and decrypt.
 */
export type RawKey = string & { readonly [isRawKey]: true };

export function rawKeyOf(bytes: Uint8Array): RawKey {
  if (bytes.length !== KEY_BYTES) throw new Error(`A key has ${KEY_BYTES} bytes.`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1') as RawKey;
}

export const keyObjectOf = (key: RawKey): KeyObject => createSecretKey(key, 'latin1');
