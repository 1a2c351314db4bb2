import { frame } from './framing.ts';
import { hmacSha256 } from './hmac.ts';
import type { KeyWrapper, WrappedKey } from './key-wrapper.ts';
import { randomKey } from './random-pool.ts';
import { rawKeyOf, type RawKey } from './raw-key.ts';
import { RecentKeys } from './recent-keys.ts';
import type { KeyName, KeyRow } from './vault-storage.ts';
import { VaultError } from './vault.ts';

/** HKDF-Expand (RFC 5869 §2.3) of the data key, one block: it can be had only as long as the data key is there. */
function fingerprintingKeyOf(key: RawKey): RawKey {
  return hmacSha256(key, 'personal-data-ledger/fingerprint/1\x01', 'binary') as RawKey;
}

/** Where fingerprinting keys are remembered, among data keys. No compartment has such a name. */
const FINGERPRINTING = '=fingerprinting';

/** A key that is not committed yet: the row to write, and the key to keep once it is. */
export interface NewKey {
  readonly row: KeyRow;
  readonly key: Uint8Array;
}

/** Makes, wraps, unwraps and remembers data keys. Remembers only what is committed, and never that a key is missing. */
export class DataKeys {
  readonly #keyWrapper: KeyWrapper;
  readonly #recent: RecentKeys;

  constructor(keyWrapper: KeyWrapper, keysMax: number) {
    this.#keyWrapper = keyWrapper;
    this.#recent = new RecentKeys(keysMax);
  }

  cached(name: KeyName): RawKey | undefined {
    return this.#recent.get(name);
  }

  /** The subject's fingerprinting key, if it was derived lately. */
  cachedFingerprinting(subjectId: string): RawKey | undefined {
    return this.#recent.get({ subjectId, compartment: FINGERPRINTING });
  }

  /** Derives the subject's fingerprinting key from the data key of their identifiers, and remembers it. */
  fingerprinting(subjectId: string, identifiersKey: RawKey): RawKey {
    const key = fingerprintingKeyOf(identifiersKey);
    this.#recent.set({ subjectId, compartment: FINGERPRINTING }, key);
    return key;
  }

  /** One new key for each name. */
  async make(names: readonly KeyName[]): Promise<readonly NewKey[]> {
    if (names.length === 0) return [];
    const keys = names.map((name) => ({ key: randomKey(), context: dataKeyContext(name), name }));
    const wrapped = await this.#keyWrapper.wrap(keys);
    return keys.map(({ key, name }, i) => ({ key, row: { ...name, key: answered(wrapped[i]) } }));
  }

  /** To be called when the key is committed. */
  keep({ row, key }: NewKey): RawKey {
    const raw = rawKeyOf(key);
    this.#recent.set(row, raw);
    return raw;
  }

  /**
   * Unwrap stored keys, one answer each: a row that does not open although it names the right key-encryption key is
   * `damaged` and spoils no other.
   * @throws VaultError `wrongKeyEncryptionKey`; what a key service throws when it cannot be reached.
   */
  async unwrap(rows: readonly KeyRow[]): Promise<readonly (RawKey | 'damaged')[]> {
    if (rows.length === 0) return [];
    const wrapped = rows.map((row) => ({ wrapped: row.key, context: dataKeyContext(row) }));
    const keys = await this.#keyWrapper.unwrap(wrapped).catch((error: unknown) => {
      if (isWrongKey(error)) return undefined;
      throw error;
    });
    const opened = keys ?? (await Promise.all(wrapped.map((one) => this.#unwrapOne(one))));
    return rows.map((row, i) => {
      const key = answered(opened[i]);
      return key === 'damaged' ? key : this.keep({ row, key });
    });
  }

  clear(): void {
    this.#recent.clear();
  }

  async #unwrapOne(one: { readonly wrapped: WrappedKey; readonly context: string }): Promise<Uint8Array | 'damaged'> {
    try {
      return answered((await this.#keyWrapper.unwrap([one]))[0]);
    } catch (error) {
      if (isWrongKey(error) && this.#keyWrapper.opens(one.wrapped.kekId)) return 'damaged';
      throw error;
    }
  }
}

/** Unambiguous whatever the caller sends as a subject id. */
export function keyId({ subjectId, compartment }: KeyName): string {
  return `${subjectId.length}:${subjectId}${compartment}`;
}

/** What a data key is bound to when it is wrapped. */
export function dataKeyContext({ subjectId, compartment }: KeyName): string {
  return frame(['dataKey', subjectId, compartment]);
}

function isWrongKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'wrongKeyEncryptionKey';
}

function answered<T>(answer: T | undefined): T {
  if (answer === undefined)
    throw new VaultError('unavailable', 'The key wrapper gave fewer answers than it was asked for.');
  return answer;
}
