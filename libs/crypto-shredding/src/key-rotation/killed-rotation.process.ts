import { LocalKeyWrapper } from '../local-key-wrapper.ts';
import { rotatePostgresVault, rotateSqliteVault } from './rotate-vault.ts';

/**
 * The process that the rotation specs kill. Prints one line after each batch.
 * Arguments: file or connection string, schema or nothing, new and old key-encryption key as hexadecimal.
 */
const [place = '', schema = '', to = '', from = ''] = process.argv.slice(2);
const options = {
  to: LocalKeyWrapper.fromKey(Buffer.from(to, 'hex')),
  from: LocalKeyWrapper.fromKey(Buffer.from(from, 'hex')),
  batchCount: 10,
  onProgress: ({ done }: { readonly done: number }) => process.stdout.write(`${done}\n`),
};
if (schema === '') await rotateSqliteVault({ file: place, ...options });
else await rotatePostgresVault({ connectionString: place, schema, ...options });
