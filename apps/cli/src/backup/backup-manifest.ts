import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CliError } from '../cli-error.ts';

export const LOG_FILE = 'events.sqlite';
export const VAULT_FILE = 'vault.sqlite';
export const MANIFEST_FILE = 'manifest.json';
const FORMAT = 1;

export interface CopiedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a backup says of itself; nothing in it is secret. */
export interface BackupManifest {
  readonly format: typeof FORMAT;
  readonly createdAt: string;
  /** Of the last event in it; left out where there is none. */
  readonly logPosition?: number;
  /** Fingerprints of the key-encryption keys that open it. */
  readonly kekIds: readonly string[];
  readonly files: readonly CopiedFile[];
}

export async function describeFile(folder: string, name: string): Promise<CopiedFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, name)), hash);
  return { name, bytes: (await stat(join(folder, name))).size, sha256: hash.digest('hex') };
}

export function newManifest(parts: Omit<BackupManifest, 'format' | 'createdAt'>): BackupManifest {
  return { format: FORMAT, createdAt: new Date().toISOString(), ...parts };
}

/** @throws CliError where the folder holds no whole backup. */
export async function readSoundManifest(folder: string): Promise<BackupManifest> {
  const manifest = readManifest(folder);
  for (const name of [LOG_FILE, VAULT_FILE]) {
    const wanted = manifest.files.find((file) => file.name === name);
    const found = wanted === undefined ? undefined : await describeFile(folder, name).catch(() => undefined);
    if (found?.sha256 === undefined || found.sha256 !== wanted?.sha256) {
      throw new CliError('damaged', `The backup's ${name} is missing or is not what was written: use another backup.`);
    }
  }
  return manifest;
}

function readManifest(folder: string): BackupManifest {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, MANIFEST_FILE), 'utf8')) as BackupManifest;
    if (manifest.format === FORMAT && Array.isArray(manifest.files)) return manifest;
  } catch (cause) {
    throw new CliError('inputUnreadable', `There is no readable ${MANIFEST_FILE} in that folder.`, { cause });
  }
  throw new CliError('inputUnreadable', `The ${MANIFEST_FILE} in that folder is of another version.`);
}
