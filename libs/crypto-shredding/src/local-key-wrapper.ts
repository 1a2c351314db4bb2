import { createCipheriv, createDecipheriv, createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { KeyWrapper, type WrappedKey } from './key-wrapper.ts';
import { fillRandom } from './random-pool.ts';
import { VaultError } from './vault.ts';

/**
 * A wrapped key is: format (1 byte) | initialisation vector (12) | ciphertext (32) | tag (16); AES-256-GCM.
 * Random vectors under one key allow 2^32 keys (NIST SP 800-38D §8.3).
 */
const FORMAT = 1;
const IV_BYTES = 12;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + IV_BYTES;
const WRAPPED_BYTES = HEADER_BYTES + KEY_BYTES + TAG_BYTES;

/** Wraps with a key-encryption key held in this process. */
export class LocalKeyWrapper extends KeyWrapper {
  override readonly kekId: string;
  readonly #key: KeyObject;

  private constructor(kekId: string, key: KeyObject) {
    super();
    this.kekId = kekId;
    this.#key = key;
  }

  /**
   * @param key 32 bytes, copied. See `loadKeyEncryptionKey`.
   * @throws VaultError `invalidKeyEncryptionKey`.
   */
  static fromKey(key: Uint8Array): LocalKeyWrapper {
    if (key.length !== KEY_BYTES) {
      throw new VaultError('invalidKeyEncryptionKey', `A key-encryption key has ${KEY_BYTES} bytes.`);
    }
    return new LocalKeyWrapper(identify(key), createSecretKey(key));
  }

  override opens(kekId: string): boolean {
    return kekId === this.kekId;
  }

  override async wrap(
    keys: readonly { readonly key: Uint8Array; readonly context: string }[],
  ): Promise<readonly WrappedKey[]> {
    return keys.map(({ key, context }) => ({ kekId: this.kekId, wrapped: this.#wrapOne(key, context) }));
  }

  override async unwrap(
    keys: readonly { readonly wrapped: WrappedKey; readonly context: string }[],
  ): Promise<readonly Uint8Array[]> {
    return keys.map(({ wrapped, context }) => this.#unwrapOne(wrapped, context));
  }

  #wrapOne(key: Uint8Array, context: string): Uint8Array {
    const wrapped = Buffer.alloc(WRAPPED_BYTES);
    wrapped[0] = FORMAT;
    const iv = wrapped.subarray(1, HEADER_BYTES);
    fillRandom(iv);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    cipher.setAAD(Buffer.from(context, 'utf8'));
    cipher.update(key).copy(wrapped, HEADER_BYTES);
    cipher.final();
    cipher.getAuthTag().copy(wrapped, HEADER_BYTES + KEY_BYTES);
    return wrapped;
  }

  #unwrapOne({ kekId, wrapped }: WrappedKey, context: string): Uint8Array {
    if (kekId !== this.kekId) {
      throw new VaultError(
        'wrongKeyEncryptionKey',
        'The key was wrapped by another key-encryption key than the one given.',
      );
    }
    if (wrapped.length !== WRAPPED_BYTES || wrapped[0] !== FORMAT) throw doesNotOpen();
    const tagStart = HEADER_BYTES + KEY_BYTES;
    const iv = wrapped.subarray(1, HEADER_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(wrapped.subarray(tagStart));
    const key = decipher.update(wrapped.subarray(HEADER_BYTES, tagStart));
    try {
      decipher.final();
    } catch {
      throw doesNotOpen();
    }
    return key;
  }
}

/** Stored beside every wrapped key, so it must not help to find the key: a hash of a hash of 256 random bits. */
function identify(key: Uint8Array): string {
  const inner = createHash('sha256').update(key).digest();
  return createHash('sha256')
    .update('personal-data-ledger/key-encryption-key-id/1')
    .update(inner)
    .digest('hex')
    .slice(0, 16);
}

function doesNotOpen(): VaultError {
  return new VaultError(
    'wrongKeyEncryptionKey',
    'The wrapped key does not open: it was changed, or moved from another place.',
  );
}
