import { open, readFile } from 'node:fs/promises';
import { randomKey } from './random-pool.ts';
import { VaultError } from './vault.ts';

const KEY_BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Exactly one of the two. */
export interface KeyEncryptionKeySource {
  /** Path of a file that holds the key: 32 raw bytes, or base64, base64url or hexadecimal text. */
  readonly file?: string | undefined;
  /** The key as base64, base64url or hexadecimal text, from the environment. */
  readonly base64?: string | undefined;
}

/**
 * The 32 bytes of the key-encryption key. Messages name neither the value nor the path: somebody who mixes the two
 * settings up would find the key in the log.
 * @throws VaultError `invalidKeyEncryptionKey`.
 */
export async function loadKeyEncryptionKey(source: KeyEncryptionKeySource): Promise<Uint8Array> {
  const { file, base64 } = source;
  if ((file === undefined) === (base64 === undefined)) {
    throw invalid('give either the file that holds it or its value, and not both');
  }
  const key = file === undefined ? parseText(base64 ?? '', 'value') : await readKeyFile(file);
  if (key.every((byte) => byte === key[0]))
    throw invalid('all its bytes are equal, so it is a placeholder and not a random key');
  return key;
}

/**
 * Make a random key-encryption key and write it as base64, readable by the owner only. For development: in production
 * the key comes from a secret store, and never lies beside the vault.
 * @throws VaultError `invalidKeyEncryptionKey` when the file cannot be made; a file that exists is never overwritten.
 */
export async function generateKeyEncryptionKeyFile(path: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw invalid(`the file for it cannot be made (${errorCode(error)})`);
  });
  try {
    await handle.writeFile(`${Buffer.from(randomKey()).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readKeyFile(file: string): Promise<Uint8Array> {
  const content = await readFile(file).catch((error: unknown) => {
    throw invalid(`the file that holds it cannot be read (${errorCode(error)})`);
  });
  return content.length === KEY_BYTES ? content : parseText(content.toString('latin1'), 'file');
}

function parseText(text: string, where: 'file' | 'value'): Uint8Array {
  const trimmed = text.trim();
  if (HEX.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (BASE64.test(trimmed)) return Buffer.from(trimmed, 'base64');
  const forms =
    where === 'file'
      ? '32 raw bytes, 44 characters of base64 or 64 of hexadecimal'
      : '44 characters of base64 or 64 of hexadecimal';
  throw invalid(`the ${where} must be ${forms}, but has ${trimmed.length} characters that are neither`);
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error';
}

function invalid(fault: string): VaultError {
  return new VaultError('invalidKeyEncryptionKey', `The key-encryption key cannot be used: ${fault}.`);
}
