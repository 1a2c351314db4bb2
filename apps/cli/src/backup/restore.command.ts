import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { dataDirOf } from '../data-dir.ts';
import { outputOf } from '../ledger-access.ts';
import { note, printJson, printLine } from '../terminal/output.ts';
import { type BackupManifest, describeFile, LOG_FILE, readSoundManifest, VAULT_FILE } from './backup-manifest.ts';
import { makeDurable } from './durable-files.ts';

const HELP = `
The data folder must be empty or not there: what is in another one is moved away first, and never overwritten. The backup's checksums
are compared before and after. Then start the service on that folder, with the key-encryption key of that time; it makes the read
models again before it listens.
`;

export function restoreCommand(): Command {
  return new Command('restore')
    .description('lay a backup out as a new data folder')
    .argument('<folder>', 'the backup')
    .option('--data-dir <folder>', 'the new data folder; or PDL_DATA_DIR')
    .addHelpText('after', HELP)
    .action(async (folder: string, options: { readonly dataDir?: string }, command: Command) => {
      const output = outputOf(command);
      const manifest = await restore(folder, dataDirOf(options.dataDir));
      if (output.isJson) {
        await printJson(output, manifest);
        return;
      }
      await printLine(output, `Restored the backup of ${manifest.createdAt}.`);
      note(output, `Start the service with the key-encryption key ${manifest.kekIds.join(' and ')}.`);
    });
}

async function restore(folder: string, dataDir: string): Promise<BackupManifest> {
  const manifest = await readSoundManifest(folder);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new CliError(
      'inTheWay',
      'The data folder is not empty. Stop the service and move it away, or name a new one.',
    );
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  // The log last: without it, a service that is started too early finds an empty folder, and not a log without keys.
  for (const name of [VAULT_FILE, LOG_FILE]) {
    const unfinished = join(dataDir, `${name}.unfinished`);
    copyFileSync(join(folder, name), unfinished);
    makeDurable(unfinished);
    renameSync(unfinished, join(dataDir, name));
    const { sha256 } = await describeFile(dataDir, name);
    if (sha256 !== manifest.files.find((file) => file.name === name)?.sha256) {
      throw new CliError('damaged', `The copy of ${name} is not what was read: look at the disk.`);
    }
  }
  makeDurable(dataDir);
  return manifest;
}
