import { readFile } from 'node:fs/promises';
import { CliError } from '../cli-error.ts';

/** @throws CliError `inputUnreadable` */
export async function packTextOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CliError('inputUnreadable', 'The policy pack cannot be read. Is the path right?', { cause });
  }
}
