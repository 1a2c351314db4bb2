import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  generateKeyEncryptionKeyFile,
  KeyRing,
  loadKeyEncryptionKey,
  LocalKeyWrapper,
  VaultError,
  type KeyWrapper,
} from '#libs/crypto-shredding';
import type { Settings } from '../settings/index.ts';

const DEVELOPMENT_KEK_FILE = 'development.kek';
export const VAULT_FILE = 'vault.sqlite';
const KEY_IS_GONE =
  'The data folder has a key vault but not the key-encryption key made for it. Restore development.kek, or name the key by PDL_KEK_FILE.';

type Keys = Pick<Settings, 'kek' | 'kekFile' | 'kekAlso' | 'kekAlsoFile' | 'dataDir'>;

/** In development a key is made beside the data, for want of a better place; `loadSettings` asks for one in production. */
export async function keyWrapperFor({ kek, kekFile, kekAlso, kekAlsoFile, dataDir }: Keys): Promise<KeyWrapper> {
  if (kek === undefined && kekFile === undefined) return developmentKeyWrapper(dataDir);
  const current = LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file: kekFile, base64: kek }));
  if (kekAlso === undefined && kekAlsoFile === undefined) return current;
  const also = LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file: kekAlsoFile, base64: kekAlso }));
  return new KeyRing({ current, also });
}

async function developmentKeyWrapper(dataDir: string): Promise<KeyWrapper> {
  const file = join(dataDir, DEVELOPMENT_KEK_FILE);
  if (!existsSync(file)) {
    // A new key opens no vault that is there already, and would hide that the old one is lost.
    if (existsSync(join(dataDir, VAULT_FILE))) throw new VaultError('wrongKeyEncryptionKey', KEY_IS_GONE);
    await generateKeyEncryptionKeyFile(file);
  }
  return LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file }));
}
