import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateKeyEncryptionKeyFile, loadKeyEncryptionKey } from './key-encryption-key.ts';

const key = Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - i));
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kek-'));
  file = join(folder, 'kek');
});
afterEach(() => rm(folder, { recursive: true }));

describe('loadKeyEncryptionKey', () => {
  it.each([
    ['raw bytes', key],
    ['base64', key.toString('base64')],
    ['base64 with a line end', `${key.toString('base64')}\r\n`],
    ['base64url', key.toString('base64url')],
    ['hexadecimal', key.toString('hex')],
    ['upper-case hexadecimal', `${key.toString('hex').toUpperCase()}\n`],
  ])('reads a file of %s', async (_, content) => {
    await writeFile(file, content);
    expect(Buffer.from(await loadKeyEncryptionKey({ file })).equals(key)).toBe(true);
  });

  it.each([key.toString('base64'), key.toString('base64url'), key.toString('hex')])(
    'reads the value %s',
    async (base64) => {
      expect(Buffer.from(await loadKeyEncryptionKey({ base64 })).equals(key)).toBe(true);
    },
  );

  it('refuses anything else without echoing it', async () => {
    const secret = 'c2VjcmV0LXZhbHVl';
    await writeFile(file, secret);
    const sources = [
      { base64: secret },
      { base64: '' },
      { base64: `${key.toString('base64')}${secret}` },
      { base64: Buffer.alloc(32).toString('base64') },
      { file },
      { file: join(folder, secret) },
      { file: folder },
      { file, base64: secret },
      {},
    ];
    for (const source of sources) {
      const failure: unknown = await loadKeyEncryptionKey(source).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'invalidKeyEncryptionKey' });
      expect(failure instanceof Error && `${failure.stack} ${String(failure.cause)}`).not.toContain(secret);
    }
  });
});

describe('generateKeyEncryptionKeyFile', () => {
  it('writes a random key that only the owner can read, and never overwrites one', async () => {
    await generateKeyEncryptionKeyFile(file);
    const content = await readFile(file, 'utf8');

    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await loadKeyEncryptionKey({ file })).length).toBe(32);
    await expect(generateKeyEncryptionKeyFile(file)).rejects.toMatchObject({ code: 'invalidKeyEncryptionKey' });
    expect(await readFile(file, 'utf8')).toBe(content);
  });
});
