import type { KeyWrapper } from './key-wrapper.ts';
import { type PostgresConnectionOptions, PostgresConnections } from './postgres-vault-connections.ts';
import { prepareSchema } from './postgres-vault-schema.ts';
import { PostgresVaultStorage } from './postgres-vault-storage.ts';
import { StoredVault, type VaultTuning } from './stored-vault.ts';
import { openSecrets } from './vault-secrets.ts';

export interface PostgresVaultOptions extends VaultTuning, PostgresConnectionOptions {
  readonly keyWrapper: KeyWrapper;
  /** Made if it is not there. It must be the vault's alone. Default `vault`. */
  readonly schema?: string;
  /** False when the log already has events: a vault that is gone must then not be replaced by an empty one. Default true. */
  readonly create?: boolean;
}

/** A vault in one schema of a PostgreSQL database, for any number of processes at once. */
export class PostgresVault extends StoredVault {
  /**
   * @throws VaultError `wrongKeyEncryptionKey`; `damaged` (the message says what is wrong); `unavailable` when the server
   *   cannot be reached, refuses, or is not set up to keep what it acknowledged. Later failures to reach it are
   *   `unavailable` too and end by themselves when it is back.
   */
  static async open({ keyWrapper, schema = 'vault', create = true, ...options }: PostgresVaultOptions) {
    const connections = new PostgresConnections(options, { schema, kekId: keyWrapper.kekId });
    try {
      await prepareSchema(connections, schema, { create });
      const storage = new PostgresVaultStorage(connections, schema);
      const secrets = await openSecrets(storage, keyWrapper);
      return new PostgresVault({ storage, keyWrapper, secrets }, options);
    } catch (error) {
      await connections.close();
      throw error;
    }
  }
}
