/**
 * Subject keys, blind index and sealing: what makes an immutable log erasable.
 * It must never know the event store, nor write an identifier or a key anywhere in clear.
 */
export * from './vault.ts';
export * from './key-ring.ts';
export * from './key-rotation/index.ts';
export * from './key-wrapper.ts';
export * from './local-key-wrapper.ts';
export * from './key-encryption-key.ts';
export { IDENTIFIER_LENGTH_MAX, normaliseIdentifier } from './blind-index.ts';
export * from './postgres-vault.ts';
export * from './sqlite-vault.ts';
export { SqliteVaultCopy, type CopiedVault } from './sqlite-vault-copy.ts';
export type { VaultTuning } from './stored-vault.ts';
