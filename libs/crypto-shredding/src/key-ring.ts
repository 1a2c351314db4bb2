import { KeyWrapper, type WrappedKey } from './key-wrapper.ts';
import { VaultError } from './vault.ts';

/**
 * The key-encryption key in use and a second one that only opens: the previous one until every key is wrapped anew, or the
 * next one while processes are restarted one after the other.
 */
export class KeyRing extends KeyWrapper {
  readonly #current: KeyWrapper;
  readonly #also: KeyWrapper;

  /** @throws VaultError `invalidKeyEncryptionKey` when both are the same. */
  constructor({ current, also }: { readonly current: KeyWrapper; readonly also: KeyWrapper }) {
    super();
    if (current.kekId === also.kekId) {
      throw new VaultError('invalidKeyEncryptionKey', 'The second key-encryption key is the same as the first one.');
    }
    this.#current = current;
    this.#also = also;
  }

  override get kekId(): string {
    return this.#current.kekId;
  }

  override opens(kekId: string): boolean {
    return this.#current.opens(kekId) || this.#also.opens(kekId);
  }

  override wrap(keys: readonly { readonly key: Uint8Array; readonly context: string }[]) {
    return this.#current.wrap(keys);
  }

  override async unwrap(
    keys: readonly { readonly wrapped: WrappedKey; readonly context: string }[],
  ): Promise<readonly Uint8Array[]> {
    const isOther = keys.map(({ wrapped }) => this.#also.opens(wrapped.kekId));
    const current = (await this.#current.unwrap(keys.filter((_, i) => !isOther[i]))).values();
    const other = (await this.#also.unwrap(keys.filter((_, i) => isOther[i]))).values();
    return isOther.flatMap((is) => (is ? other : current).next().value ?? []);
  }
}
