import type { WrappedKey } from '../key-wrapper.ts';
import type { KeyName, KeyRow } from '../vault-storage.ts';

/** One wrapping that takes the place of another. The key inside is the same. */
export interface Replacement {
  readonly from: WrappedKey;
  readonly to: WrappedKey;
}

export interface KeyReplacement extends KeyName, Replacement {}

/**
 * Everything in a vault that is wrapped, and nothing else of it. Changes are durable when they resolve.
 * Failures are `VaultError`s.
 */
export abstract class WrappedKeys {
  abstract count(): Promise<number>;

  /** In the order of their names, from the one after `after`; fewer than `countMax` only at the end. */
  abstract page(after: KeyName | undefined, countMax: number): Promise<readonly KeyRow[]>;

  /**
   * All at once. A key that is no longer what it was stays as it is: one that was destroyed meanwhile must not come back.
   * Answers how many were replaced.
   */
  abstract replace(replacements: readonly KeyReplacement[]): Promise<number>;

  abstract readSecrets(): Promise<ReadonlyMap<string, WrappedKey>>;

  abstract replaceSecret(name: string, replacement: Replacement): Promise<void>;

  /** From here on, for ever, nothing comes in that `retired` wrapped; what `current` wrapped does, even if it was retired before. */
  abstract retire(keks: { readonly retired: string; readonly current: string }): Promise<void>;
}
