import { type PostgresConnectionOptions, PostgresConnections } from '../postgres-vault-connections.ts';
import { prepareSchema } from '../postgres-vault-schema.ts';
import { openVaultFile } from '../sqlite-vault-file.ts';
import { PostgresWrappedKeys } from './postgres-wrapped-keys.ts';
import { rotate, type Rotation, type RotationOptions } from './rotation.ts';
import { SqliteWrappedKeys } from './sqlite-wrapped-keys.ts';

export interface RotateSqliteOptions extends RotationOptions {
  readonly file: string;
}

/**
 * Wrap every key of a vault's file anew.
 * @throws VaultError `locked` while a service has the vault open; `wrongKeyEncryptionKey`; `damaged`; `unavailable`.
 */
export async function rotateSqliteVault({ file, ...options }: RotateSqliteOptions): Promise<Rotation> {
  const vaultFile = openVaultFile(file, { create: false });
  try {
    return await rotate(new SqliteWrappedKeys(vaultFile.database), options);
  } finally {
    vaultFile.close();
  }
}

export interface RotatePostgresOptions extends RotationOptions, PostgresConnectionOptions {
  /** Default `vault`. */
  readonly schema?: string;
}

/** Counting and paging a large vault may take longer than what a request may, in milliseconds. */
const STATEMENT_TIMEOUT_MS = 120_000;

/**
 * Wrap every key of a vault in PostgreSQL anew, while services work on it that have both keys and wrap with the new one.
 * @throws VaultError `locked` while a service wraps with the old key, or another rotation is under way;
 *   `wrongKeyEncryptionKey`; `damaged`; `unavailable`.
 */
export async function rotatePostgresVault(options: RotatePostgresOptions): Promise<Rotation> {
  const { schema = 'vault', from, to } = options;
  const limits = { statementTimeoutMs: STATEMENT_TIMEOUT_MS, ...options };
  const connections = new PostgresConnections(limits, { schema, kekId: to.kekId });
  try {
    await prepareSchema(connections, schema, { create: false });
    return await connections.whileNobodyWrapsWith(from.kekId, () =>
      rotate(new PostgresWrappedKeys(connections), options),
    );
  } finally {
    await connections.close();
  }
}
