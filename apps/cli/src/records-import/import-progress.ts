import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { ImportState } from './import-run.ts';
import type { InputFingerprint } from './input-fingerprint.ts';

/** Of this file; raised when an older one can no longer be read. */
export const FORMAT = 1;

/** How far an import has come: everything before `place` was acknowledged or refused for good. */
export interface ImportProgress extends ImportState {
  readonly format: typeof FORMAT;
  /** Another ledger has not recorded what this one has. */
  readonly ledger: string;
  readonly input: InputFingerprint;
  /** 32 random bytes in hexadecimal: what the ids of records without one are made with. */
  readonly importKey: string;
  /** Length of the file of refusals at `place`. */
  readonly refusedFileBytes: number;
  readonly isComplete: boolean;
}

/** @throws CliError `progressUnreadable` where the file is there but is none of ours */
export function readProgress(file: string): ImportProgress | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(error);
  }
  try {
    const progress = JSON.parse(text) as ImportProgress;
    if (progress.format !== FORMAT || !/^[0-9a-f]{64}$/.test(progress.importKey)) throw new TypeError('another format');
    return progress;
  } catch (error) {
    throw unreadable(error);
  }
}

/** Durable and all or nothing: whatever cuts in, the old file is there or the new one. */
export function writeProgress(file: string, progress: ImportProgress): void {
  const newFile = `${file}.new`;
  const descriptor = openSync(newFile, 'w', 0o600);
  try {
    writeSync(descriptor, `${JSON.stringify(progress, null, 2)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(newFile, file);
  syncFolder(dirname(file));
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function unreadable(cause: unknown): CliError {
  return new CliError(
    'progressUnreadable',
    'The progress file beside the input cannot be read. Delete it to begin anew.',
    {
      cause,
    },
  );
}
