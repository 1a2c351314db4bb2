import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeyWrapper, type WrappedKey } from './key-wrapper.ts';
import { LocalKeyWrapper } from './local-key-wrapper.ts';
import { SqliteVault } from './sqlite-vault.ts';

const CANARY = 'canary-Zq7x';

/** Passes on to a local one, and remembers every key in clear that went through. */
class KeyCollector extends KeyWrapper {
  readonly #inner = LocalKeyWrapper.fromKey(Buffer.from(Array.from({ length: 32 }, (_, i) => i * 3)));
  readonly keys: Uint8Array[] = [];

  get kekId(): string {
    return this.#inner.kekId;
  }

  opens(kekId: string): boolean {
    return this.#inner.opens(kekId);
  }

  async wrap(keys: readonly { readonly key: Uint8Array; readonly context: string }[]): Promise<readonly WrappedKey[]> {
    this.keys.push(...keys.map(({ key }) => Buffer.from(key)));
    return this.#inner.wrap(keys);
  }

  async unwrap(keys: readonly { readonly wrapped: WrappedKey; readonly context: string }[]) {
    return this.#inner.unwrap(keys);
  }
}

/** The ways in which bytes may be written into a file: as they are, base64 at each of the three alignments, hexadecimal, UTF-16. */
function disguises(bytes: Uint8Array): readonly (readonly [string, Buffer])[] {
  const text = Buffer.from(bytes);
  const hex = text.toString('hex');
  const base64 = [0, 1, 2].map((shift) => {
    // Characters that also depend on what stands before or after are cut off.
    const encoded = Buffer.concat([Buffer.alloc(shift), text])
      .toString('base64')
      .replace(/=+$/, '');
    return encoded.slice(shift === 0 ? 0 : shift + 1, -1);
  });
  return [
    ['raw', text],
    ['hex', Buffer.from(hex)],
    ['HEX', Buffer.from(hex.toUpperCase())],
    ['utf16', Buffer.from(text.toString('latin1'), 'utf16le')],
    ...base64.map((encoded, i) => [`base64+${i}`, Buffer.from(encoded)] as const),
    ...base64.map(
      (encoded, i) => [`base64url+${i}`, Buffer.from(encoded.replaceAll('+', '-').replaceAll('/', '_'))] as const,
    ),
  ];
}

describe('the files of a vault in use', () => {
  const collector = new KeyCollector();
  let folder: string;
  let vault: SqliteVault;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vault-'));
    vault = await SqliteVault.open({ file: join(folder, 'vault.db'), keyWrapper: collector });
    await useEverything(vault);
  });
  afterAll(async () => {
    await vault.close();
    await rm(folder, { recursive: true });
  });

  const find = async (bytes: Uint8Array) => {
    const found: string[] = [];
    for (const name of await readdir(folder)) {
      const content = await readFile(join(folder, name));
      for (const [disguise, needle] of disguises(bytes))
        if (content.includes(needle)) found.push(`${name}: ${disguise}`);
    }
    return found;
  };

  it('hold no identifier and no text, however written, while open and after closing', async () => {
    const canaries = [CANARY, CANARY.toLowerCase(), CANARY.toUpperCase(), '4915550199'].map((text) =>
      Buffer.from(text),
    );
    for (const canary of canaries) expect(await find(canary)).toEqual([]);
    // The search itself finds what is there in clear: realms are not personal.
    expect(await find(Buffer.from('controller-visible'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/: raw$/)]),
    );
    await vault.close();
    for (const canary of canaries) expect(await find(canary)).toEqual([]);
  });

  it('hold no key in clear', async () => {
    expect(collector.keys.length).toBeGreaterThan(100);
    for (const key of collector.keys) expect(await find(key)).toEqual([]);
  });
});

async function useEverything(vault: SqliteVault): Promise<void> {
  const requests = Array.from({ length: 60 }, (_, i) => ({
    realm: 'controller-visible',
    identifiers: [
      { scheme: 'email', value: `${CANARY}.${i}@example.com` },
      { scheme: 'userId', value: `${CANARY}-${i}` },
      { scheme: 'phone', value: `+49 155 50199 ${i}` },
    ],
  }));
  const resolutions = await vault.resolve(requests);
  await vault.confirmLinks(resolutions.flatMap(({ unconfirmedLinks }) => unconfirmedLinks.map(({ linkId }) => linkId)));
  const sealRequests = resolutions.map(({ subjectId }, i) => ({
    subjectId,
    compartment: i % 2 === 0 ? 'statements' : 'details/pd:EmailAddress',
    eventId: `event-${i}`,
    field: 'statements',
    plaintext: `${CANARY} said something`,
  }));
  const sealed = await vault.seal(sealRequests);
  await vault.open(sealRequests.map(({ plaintext: _, ...place }, i) => ({ ...place, sealed: sealed[i] ?? '' })));
  await vault.fingerprint(resolutions.map(({ subjectId }) => ({ subjectId, content: CANARY })));
  vault.derivedId('record', [CANARY]);
  await vault.find('controller-visible', { scheme: 'email', value: `${CANARY}@nowhere.example` });
}
