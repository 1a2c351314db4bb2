import { dataKeyContext } from '../data-keys.ts';
import { KeyRing } from '../key-ring.ts';
import type { KeyWrapper, WrappedKey } from '../key-wrapper.ts';
import { SECRET_NAMES, secretContext } from '../vault-secrets.ts';
import type { KeyName, KeyRow } from '../vault-storage.ts';
import { VaultError } from '../vault.ts';
import type { KeyReplacement, WrappedKeys } from './wrapped-keys.ts';

/** Keys in one transaction: about 20 ms of work, so a kill loses no more than that. */
const BATCH_COUNT = 1_000;

export interface RotationProgress {
  /** Keys looked at so far, of about `total`: keys may be made and destroyed meanwhile. */
  readonly done: number;
  readonly total: number;
}

export interface RotationOptions {
  /** Wraps everything afterwards. */
  readonly to: KeyWrapper;
  /** No longer needed afterwards, and refused. */
  readonly from: KeyWrapper;
  readonly onProgress?: ((progress: RotationProgress) => void) | undefined;
  /** Default 1,000. */
  readonly batchCount?: number;
}

/** What a rotation came to. */
export interface Rotation {
  readonly rewrapped: number;
  /** Were wrapped by the new key before: by a rotation that was interrupted, or by the service. */
  readonly before: number;
  /** Open with neither key, and were left as they are. They could not be opened before, either. */
  readonly unopened: number;
}

type Contexted = { readonly wrapped: WrappedKey; readonly context: string };

/**
 * Wraps every key of a vault anew. May be ended at any moment and started again: each step stands by itself, and what is
 * done is skipped.
 *
 * The first secret goes first and the last one last, so that in between neither key-encryption key alone opens the vault:
 * a service that is started with one of them is refused, instead of finding half of its keys.
 * @throws VaultError `wrongKeyEncryptionKey` where the two keys are not those of this vault; nothing is changed then.
 */
export async function rotate(keys: WrappedKeys, options: RotationOptions): Promise<Rotation> {
  const { to, from, onProgress, batchCount = BATCH_COUNT } = options;
  const rewrapping = new Rewrapping(to, from);
  const [first, ...others] = await Promise.all(SECRET_NAMES.map((name) => rewrapping.secret(keys, name)));
  await keys.retire({ retired: from.kekId, current: to.kekId });
  await first?.();
  const total = await keys.count();
  let [done, rewrapped, before, unopened] = [0, 0, 0, 0];
  for (let after: KeyName | undefined; ;) {
    onProgress?.({ done, total: Math.max(done, total) });
    const page = await keys.page(after, batchCount);
    const old = page.filter(({ key }) => key.kekId !== to.kekId);
    const replacements = await rewrapping.keys(old);
    rewrapped += replacements.length === 0 ? 0 : await keys.replace(replacements);
    before += page.length - old.length;
    unopened += old.length - replacements.length;
    done += page.length;
    after = page.at(-1);
    if (page.length < batchCount) break;
  }
  for (const replace of others) await replace();
  onProgress?.({ done, total: done });
  return { rewrapped, before, unopened };
}

class Rewrapping {
  readonly #to: KeyWrapper;
  readonly #ring: KeyWrapper;

  constructor(to: KeyWrapper, from: KeyWrapper) {
    this.#to = to;
    this.#ring = new KeyRing({ current: to, also: from });
  }

  /** Tries the keys on a secret, and answers how to replace it. */
  async secret(keys: WrappedKeys, name: string): Promise<() => Promise<void>> {
    const wrapped = (await keys.readSecrets()).get(name);
    if (wrapped === undefined) throw new VaultError('damaged', `The vault lacks its secret ${name}.`);
    const [to] = await this.#rewrap([{ wrapped, context: secretContext(name) }]);
    if (to === undefined || wrapped.kekId === this.#to.kekId) return () => Promise.resolve();
    return () => keys.replaceSecret(name, { from: wrapped, to });
  }

  /** Those that open, wrapped anew. */
  async keys(rows: readonly KeyRow[]): Promise<readonly KeyReplacement[]> {
    const wrapped = rows.map((row) => ({ wrapped: row.key, context: dataKeyContext(row) }));
    const rewrapped = await this.#rewrap(wrapped).catch((error: unknown) => {
      if (isWrongKey(error)) return undefined;
      throw error;
    });
    const each = rewrapped ?? (await Promise.all(wrapped.map((one) => this.#rewrapOne(one))));
    return rows.flatMap(({ subjectId, compartment, key }, i) => {
      const to = each[i];
      return to === undefined ? [] : [{ subjectId, compartment, from: key, to }];
    });
  }

  async #rewrapOne(one: Contexted): Promise<WrappedKey | undefined> {
    try {
      return (await this.#rewrap([one]))[0];
    } catch (error) {
      if (isWrongKey(error)) return undefined;
      throw error;
    }
  }

  async #rewrap(wrapped: readonly Contexted[]): Promise<readonly WrappedKey[]> {
    const opened = await this.#ring.unwrap(wrapped);
    const rewrapped = await this.#to.wrap(wrapped.map(({ context }, i) => ({ key: at(opened, i), context })));
    // What is replaced is gone: a wrapping that does not open again would destroy people's data without an erasure.
    const again = await this.#to.unwrap(wrapped.map(({ context }, i) => ({ wrapped: at(rewrapped, i), context })));
    if (!again.every((key, i) => Buffer.from(key).equals(at(opened, i)))) {
      throw new VaultError(
        'unavailable',
        'A key that was wrapped anew does not open again; nothing was replaced by it.',
      );
    }
    return rewrapped;
  }
}

function at<T>(items: readonly T[], i: number): T {
  const item = items[i];
  if (item === undefined)
    throw new VaultError('unavailable', 'The key wrapper gave fewer answers than it was asked for.');
  return item;
}

function isWrongKey(error: unknown): boolean {
  return error instanceof VaultError && error.code === 'wrongKeyEncryptionKey';
}
