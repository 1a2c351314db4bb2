import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  generateKeyEncryptionKeyFile,
  loadKeyEncryptionKey,
  LocalKeyWrapper,
  type KeyWrapper,
} from '#libs/crypto-shredding';
import type { Settings } from '../settings/index.ts';

const DEVELOPMENT_KEK_FILE = 'development.kek';

/** In development a key is made beside the data, for want of a better place; `loadSettings` asks for one in production. */
export async function keyWrapperFor({
  kek,
  kekFile,
  dataDir,
}: Pick<Settings, 'kek' | 'kekFile' | 'dataDir'>): Promise<KeyWrapper> {
  if (kek !== undefined || kekFile !== undefined) {
    return LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file: kekFile, base64: kek }));
  }
  const file = join(dataDir, DEVELOPMENT_KEK_FILE);
  if (!existsSync(file)) await generateKeyEncryptionKeyFile(file);
  return LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file }));
}
