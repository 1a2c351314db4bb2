/** A data key as it lies in the vault. */
export interface WrappedKey {
  /** Which key-encryption key wrapped it; tells rotation what is left to do. */
  readonly kekId: string;
  readonly wrapped: Uint8Array;
}

/**
 * Wraps data keys with a key-encryption key that never leaves it: a local key, or a KMS.
 * `context` (who and what the key is for) is bound as associated data, so a wrapped key cannot be moved to another row.
 */
export abstract class KeyWrapper {
  /** Identifies the key-encryption key in use. Not secret. */
  abstract readonly kekId: string;

  /** Whether a key wrapped by that key-encryption key can be unwrapped here. */
  abstract opens(kekId: string): boolean;

  /** @param keys 32 bytes each. One answer each. */
  abstract wrap(
    keys: readonly { readonly key: Uint8Array; readonly context: string }[],
  ): Promise<readonly WrappedKey[]>;

  /** @throws VaultError `wrongKeyEncryptionKey` where a key was wrapped by another one, or does not open. */
  abstract unwrap(
    keys: readonly { readonly wrapped: WrappedKey; readonly context: string }[],
  ): Promise<readonly Uint8Array[]>;
}
