import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { SqliteVaultCopy, VaultError } from '#libs/crypto-shredding';
import { copyEmbeddedLog, EventStoreError } from '#libs/event-store';
import { CliError } from '../cli-error.ts';
import { dataDirOf } from '../data-dir.ts';
import { outputOf } from '../ledger-access.ts';
import { note, type Output, printJson, printLine } from '../terminal/output.ts';
import { type Progress, startProgress } from '../terminal/progress.ts';
import {
  type BackupManifest,
  describeFile,
  LOG_FILE,
  MANIFEST_FILE,
  newManifest,
  VAULT_FILE,
} from './backup-manifest.ts';
import { makeDurable } from './durable-files.ts';

const MEGABYTE = 1_000_000;

const HELP = `
The service may be running. The folder gets the log, the key vault and a manifest with their checksums; it appears when the backup
is whole. Read models are not in it: they are made again from the log. The key-encryption key is not in it either, and must not be
kept beside it: without that key the backup opens nothing, and whoever has both can read everything.

For a ledger whose log and vault are files. Where they are in EventStoreDB and PostgreSQL: docs/operations.md.
`;

export function backupCommand(): Command {
  return new Command('backup')
    .description('copy log and key vault to a new folder, while the service runs')
    .argument('<folder>', 'the new folder')
    .option('--data-dir <folder>', "the service's data folder; or PDL_DATA_DIR")
    .addHelpText('after', HELP)
    .action(async (folder: string, options: { readonly dataDir?: string }, command: Command) => {
      const output = outputOf(command);
      const manifest = await backUp(dataDirOf(options.dataDir), folder, output);
      await printResult(output, manifest);
    });
}

async function backUp(dataDir: string, folder: string, output: Output): Promise<BackupManifest> {
  for (const name of [LOG_FILE, VAULT_FILE]) {
    if (!existsSync(join(dataDir, name))) throw new CliError('usage', `There is no ${name} in the data folder.`);
  }
  if (existsSync(folder)) throw new CliError('usage', 'That folder is there already: a backup goes into a new one.');
  // Under another name until it is whole, so that nobody takes half of one for a backup.
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const total = [LOG_FILE, VAULT_FILE].reduce((bytes, name) => bytes + statSync(join(dataDir, name)).size, 0);
  const progress = startProgress(output, { unit: 'MB', total });
  try {
    const manifest = await copyAll(dataDir, unfinished, progress);
    renameSync(unfinished, folder);
    makeDurable(dirname(folder));
    return manifest;
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw explained(error);
  } finally {
    progress.stop();
  }
}

async function copyAll(dataDir: string, folder: string, progress: Progress): Promise<BackupManifest> {
  const vault = SqliteVaultCopy.begin(join(dataDir, VAULT_FILE));
  try {
    const show = (before: number) => (copied: number) =>
      progress.update(before + copied, Math.round((before + copied) / MEGABYTE));
    const log = join(folder, LOG_FILE);
    const logPosition = await copyEmbeddedLog({ directory: dataDir, to: log, onProgress: show(0) });
    // After the log: what is in the log needs its keys, while a key that nothing needs does no harm.
    const { kekIds } = await vault.carryOut(join(folder, VAULT_FILE), show(statSync(log).size));
    for (const name of [LOG_FILE, VAULT_FILE]) {
      chmodSync(join(folder, name), 0o600);
      makeDurable(join(folder, name));
    }
    const files = [await describeFile(folder, LOG_FILE), await describeFile(folder, VAULT_FILE)];
    const manifest = newManifest({ ...(logPosition === undefined ? {} : { logPosition }), kekIds, files });
    writeFileSync(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
    makeDurable(folder);
    return manifest;
  } finally {
    vault.close();
  }
}

function explained(cause: unknown): unknown {
  if (!(cause instanceof EventStoreError || cause instanceof VaultError)) return cause;
  return new CliError(cause.code === 'damaged' ? 'damaged' : 'inputUnreadable', cause.message, { cause });
}

async function printResult(output: Output, manifest: BackupManifest): Promise<void> {
  if (output.isJson) {
    await printJson(output, manifest);
    return;
  }
  const megabytes = manifest.files.reduce((bytes, file) => bytes + file.bytes, 0) / MEGABYTE;
  const upTo = manifest.logPosition === undefined ? 'an empty log' : `the log up to event ${manifest.logPosition}`;
  await printLine(output, `Backed up ${upTo}, and its keys (${megabytes.toFixed(1)} MB).`);
  note(output, `Opened by the key-encryption key ${manifest.kekIds.join(' and ')}. Keep it, and keep it elsewhere.`);
}
