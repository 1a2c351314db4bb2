import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { CliError } from '../cli-error.ts';

/** What an input file is recognised by when an import is resumed. */
export interface InputFingerprint {
  readonly bytes: number;
  readonly modifiedAtMs: number;
  /** Of the first 64 KiB. */
  readonly headSha256: string;
}

const HEAD_BYTES = 65_536;

/** @throws CliError `inputUnreadable` */
export async function fingerprintOf(file: string): Promise<InputFingerprint> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size, mtimeMs } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      const headSha256 = createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
      return { bytes: size, modifiedAtMs: mtimeMs, headSha256 };
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new CliError('inputUnreadable', 'The input file cannot be read.', { cause });
  }
}

export function sameInput(a: InputFingerprint, b: InputFingerprint): boolean {
  return a.bytes === b.bytes && a.modifiedAtMs === b.modifiedAtMs && a.headSha256 === b.headSha256;
}
