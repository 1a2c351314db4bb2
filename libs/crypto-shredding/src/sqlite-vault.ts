import type { KeyWrapper } from './key-wrapper.ts';
import { asVaultError, openVaultFile } from './sqlite-vault-file.ts';
import { SqliteVaultStorage } from './sqlite-vault-storage.ts';
import { StoredVault, type VaultTuning } from './stored-vault.ts';
import { openSecrets } from './vault-secrets.ts';

export interface SqliteVaultOptions extends VaultTuning {
  /** Path; `-wal`, `-shm` and `.lock` files stand beside it. Folders are made. */
  readonly file: string;
  readonly keyWrapper: KeyWrapper;
  /** False when the log already has events: a vault that is gone must then not be replaced by an empty one. Default true. */
  readonly create?: boolean;
}

/** A vault in one SQLite file, for one process. */
export class SqliteVault extends StoredVault {
  /**
   * @throws VaultError `wrongKeyEncryptionKey`; `locked` by another process; `damaged` (the message says what is wrong);
   *   `unavailable` when the file cannot be opened.
   */
  static async open({ file, keyWrapper, create = true, ...tuning }: SqliteVaultOptions): Promise<SqliteVault> {
    const vaultFile = openVaultFile(file, { create });
    try {
      const storage = new SqliteVaultStorage(vaultFile);
      const secrets = await openSecrets(storage, keyWrapper);
      return new SqliteVault({ storage, keyWrapper, secrets }, tuning);
    } catch (error) {
      vaultFile.close();
      throw asVaultError(error);
    }
  }
}
