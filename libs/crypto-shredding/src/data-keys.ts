import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { frame } from './framing.ts';
import type { KeyWrapper, WrappedKey } from './key-wrapper.ts';
import { randomKey } from './random-pool.ts';
import { RecentMap } from './recent-map.ts';
import type { KeyName, KeyRow } from './vault-storage.ts';
import { VaultError } from './vault.ts';

/** Keys in the form that OpenSSL takes at once: 0.7 KB each and a burden for the garbage collector, so few of them. */
const READY_KEYS_MAX = 60_000;

/** A data key ready for use. */
export class DataKey {
  readonly sealing: KeyObject;
  #fingerprinting: KeyObject | undefined;

  constructor(key: Uint8Array) {
    this.sealing = createSecretKey(key);
  }

  /** HKDF-Expand (RFC 5869 §2.3) of the data key, one block: it can be had only as long as the data key is there. */
  get fingerprinting(): KeyObject {
    this.#fingerprinting ??= createSecretKey(
      createHmac('sha256', this.sealing).update('personal-data-ledger/fingerprint/1\x01').digest(),
    );
    return this.#fingerprinting;
  }
}

/** A key that is not committed yet: the row to write, and the key to keep once it is. */
export interface NewKey {
  readonly row: KeyRow;
  readonly key: Uint8Array;
}

/** Makes, wraps, unwraps and remembers data keys. Remembers only what is committed, and never that a key is missing. */
export class DataKeys {
  readonly #keyWrapper: KeyWrapper;
  /** 32 bytes as a Latin-1 string: a sixth of the memory of a `KeyObject`, and made into one in 3 µs. */
  readonly #raw: RecentMap<string>;
  readonly #ready: RecentMap<DataKey>;

  constructor(keyWrapper: KeyWrapper, keysMax: number) {
    this.#keyWrapper = keyWrapper;
    this.#raw = new RecentMap(keysMax);
    this.#ready = new RecentMap(Math.min(READY_KEYS_MAX, keysMax));
  }

  cached(name: KeyName): DataKey | undefined {
    const id = keyId(name);
    const ready = this.#ready.get(id);
    if (ready !== undefined) return ready;
    const raw = this.#raw.get(id);
    return raw === undefined ? undefined : this.#remember(id, Buffer.from(raw, 'latin1'));
  }

  /** One new key for each name. */
  async make(names: readonly KeyName[]): Promise<readonly NewKey[]> {
    if (names.length === 0) return [];
    const keys = names.map((name) => ({ key: randomKey(), context: dataKeyContext(name), name }));
    const wrapped = await this.#keyWrapper.wrap(keys);
    return keys.map(({ key, name }, i) => ({ key, row: { ...name, key: answered(wrapped[i]) } }));
  }

  /** To be called when the key is committed. Cheap: it is made ready when it is first used. */
  keep({ row, key }: NewKey): void {
    this.#raw.set(keyId(row), Buffer.from(key).toString('latin1'));
  }

  /** `keep` a key that is wanted at once. */
  keepReady({ row, key }: NewKey): DataKey {
    this.keep({ row, key });
    return this.#remember(keyId(row), key);
  }

  /**
   * Unwrap stored keys, one answer each: a row that does not open although it names the right key-encryption key is
   * `damaged` and spoils no other.
   * @throws VaultError `wrongKeyEncryptionKey`; what a key service throws when it cannot be reached.
   */
  async unwrap(rows: readonly KeyRow[]): Promise<readonly (DataKey | 'damaged')[]> {
    if (rows.length === 0) return [];
    const wrapped = rows.map((row) => ({ wrapped: row.key, context: dataKeyContext(row) }));
    const keys = await this.#keyWrapper.unwrap(wrapped).catch((error: unknown) => {
      if (isWrongKey(error)) return undefined;
      throw error;
    });
    const opened = keys ?? (await Promise.all(wrapped.map((one) => this.#unwrapOne(one))));
    return rows.map((row, i) => {
      const key = answered(opened[i]);
      return key === 'damaged' ? key : this.keepReady({ row, key });
    });
  }

  clear(): void {
    this.#raw.clear();
    this.#ready.clear();
  }

  async #unwrapOne(one: { readonly wrapped: WrappedKey; readonly context: string }): Promise<Uint8Array | 'damaged'> {
    try {
      return answered((await this.#keyWrapper.unwrap([one]))[0]);
    } catch (error) {
      if (isWrongKey(error) && this.#keyWrapper.opens(one.wrapped.kekId)) return 'damaged';
      throw error;
    }
  }

  #remember(id: string, key: Uint8Array): DataKey {
    const ready = new DataKey(key);
    this.#ready.set(id, ready);
    return ready;
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
