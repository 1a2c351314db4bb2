import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import {
  loadKeyEncryptionKey,
  LocalKeyWrapper,
  rotatePostgresVault,
  rotateSqliteVault,
  type KeyWrapper,
  type Rotation,
  VaultError,
} from '#libs/crypto-shredding';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { outputOf } from '../ledger-access.ts';
import { note, type Output, printJson, printLine } from '../terminal/output.ts';
import { startProgress } from '../terminal/progress.ts';

const VAULT_FILE = 'vault.sqlite';

const HELP = `
This is about the key-encryption key, which wraps the data keys of the vault, and not about API keys. It reads the settings of
the service:
  PDL_KEK_FILE or PDL_KEK             the new key-encryption key
  PDL_KEK_ALSO_FILE or PDL_KEK_ALSO   the one to be replaced
  PDL_POSTGRES_URL                    the vault's server; without it the vault is a file in the data folder

A vault in a file: stop the service, rotate, start it with the new key alone. A vault in PostgreSQL: services go on working once
all of them have been restarted with the settings above. Interrupted or killed, it is started again and goes on where it was;
until it has ended both keys are needed. Afterwards the old one opens nothing but backups made before.
`;

interface RotateOptions {
  readonly dataDir?: string;
}

export function keysRotateCommand(setExitCode: (code: ExitCode) => void): Command {
  return new Command('rotate')
    .description('wrap every key of the vault with a new key-encryption key')
    .option('--data-dir <folder>', "the service's data folder; or PDL_DATA_DIR")
    .addHelpText('after', HELP)
    .action(async (options: RotateOptions, command: Command) => {
      const output = outputOf(command);
      const rotation = await rotate(options, output);
      await printResult(output, rotation);
      if (rotation.unopened > 0) setExitCode(EXIT.failed);
    });
}

async function rotate(options: RotateOptions, output: Output): Promise<Rotation> {
  const connectionString = setting('PDL_POSTGRES_URL');
  const file = connectionString === undefined ? vaultFileOf(options) : '';
  const to = await keyOf('PDL_KEK', 'the new key-encryption key');
  const from = await keyOf('PDL_KEK_ALSO', 'the key-encryption key to be replaced');
  const bar = startProgress(output, { unit: 'keys', total: 1 });
  const onProgress = ({ done, total }: { readonly done: number; readonly total: number }): void =>
    bar.update(total === 0 ? 1 : done / total, done);
  try {
    return connectionString === undefined
      ? await rotateSqliteVault({ file, to, from, onProgress })
      : await rotatePostgresVault({ connectionString, to, from, onProgress });
  } catch (error) {
    throw explained(error);
  } finally {
    bar.stop();
  }
}

function vaultFileOf({ dataDir = setting('PDL_DATA_DIR') }: RotateOptions): string {
  if (dataDir === undefined) {
    throw new CliError(
      'usage',
      'Name the data folder of the service with --data-dir or PDL_DATA_DIR, or set PDL_POSTGRES_URL.',
    );
  }
  const file = join(dataDir, VAULT_FILE);
  if (!existsSync(file)) throw new CliError('usage', `There is no ${VAULT_FILE} in that folder.`);
  return file;
}

/** An empty variable counts as absent, as it does for the service. */
function setting(name: string): string | undefined {
  const text = process.env[name];
  return text === '' ? undefined : text;
}

async function keyOf(name: string, what: string): Promise<KeyWrapper> {
  const [file, base64] = [setting(`${name}_FILE`), setting(name)];
  if ((file === undefined) === (base64 === undefined)) {
    throw new CliError('usage', `Give ${what} by ${name}_FILE or ${name}, and by one of them only.`);
  }
  try {
    return LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file, base64 }));
  } catch (cause) {
    if (!(cause instanceof VaultError)) throw cause;
    throw new CliError('usage', `${name}: ${cause.message}`, { cause });
  }
}

function explained(cause: unknown): unknown {
  if (!(cause instanceof VaultError)) return cause;
  switch (cause.code) {
    case 'locked':
      return new CliError('inUse', IN_USE, { cause });
    case 'wrongKeyEncryptionKey':
      return new CliError('wrongKey', WRONG_KEY, { cause });
    case 'invalidKeyEncryptionKey':
      return new CliError('usage', cause.message, { cause });
    case 'damaged':
      return new CliError('damaged', cause.message, { cause });
    default:
      return new CliError('vaultUnavailable', cause.message, { cause });
  }
}

const IN_USE =
  'The vault is in use. A vault in a file: stop the service first. In PostgreSQL: restart every process with the new key in ' +
  'PDL_KEK_FILE and the old one in PDL_KEK_ALSO_FILE, and let no other rotation run.';
const WRONG_KEY =
  'These are not the keys of this vault: PDL_KEK_ALSO_FILE must name the key-encryption key in use until now. Nothing was changed.';

async function printResult(output: Output, { rewrapped, before, unopened }: Rotation): Promise<void> {
  if (output.isJson) {
    await printJson(output, { rewrapped, before, unopened });
    return;
  }
  const earlier = before === 0 ? '' : `; ${before.toLocaleString('en')} were wrapped by it before`;
  await printLine(output, `Wrapped ${rewrapped.toLocaleString('en')} keys anew${earlier}.`);
  if (unopened > 0) {
    note(
      output,
      `${unopened.toLocaleString('en')} keys open with neither key and were left as they are: restore them from a backup.`,
    );
  } else note(output, 'The old key-encryption key is no longer needed, except for backups made before.');
}
