import { frame } from './framing.ts';
import type { KeyWrapper } from './key-wrapper.ts';
import { randomKey } from './random-pool.ts';
import { rawKeyOf, type RawKey } from './raw-key.ts';
import type { VaultStorage } from './vault-storage.ts';
import { VaultError } from './vault.ts';

export const SECRET_NAMES = ['blindIndex', 'derivedId'] as const;

/** Random and independent of each other; they live as long as the vault. */
export type VaultSecrets = Readonly<Record<(typeof SECRET_NAMES)[number], RawKey>>;

/**
 * Unwrap the vault's secrets; a new vault gets them first. Doubles as the check of the key-encryption key.
 * @throws VaultError `wrongKeyEncryptionKey`; `damaged` when some are missing from a vault in use.
 */
export async function openSecrets(storage: VaultStorage, keyWrapper: KeyWrapper): Promise<VaultSecrets> {
  let stored = await storage.readSecrets();
  if (!SECRET_NAMES.every((name) => stored.has(name))) {
    const wrapped = await keyWrapper.wrap(
      SECRET_NAMES.map((name) => ({ key: randomKey(), context: secretContext(name) })),
    );
    await storage.addSecrets(new Map(SECRET_NAMES.flatMap((name, i) => pair(name, wrapped[i]))));
    // Another process may have been faster, and then its secrets count.
    stored = await storage.readSecrets();
  }
  const opened = await keyWrapper.unwrap(
    SECRET_NAMES.map((name) => {
      const wrapped = stored.get(name);
      if (wrapped === undefined) throw new VaultError('damaged', `The vault lacks its secret ${name}.`);
      return { wrapped, context: secretContext(name) };
    }),
  );
  const [blindIndex, derivedId] = opened.map(rawKeyOf);
  if (blindIndex === undefined || derivedId === undefined) {
    throw new VaultError('unavailable', 'The key wrapper answered with fewer keys than it was asked for.');
  }
  return { blindIndex, derivedId };
}

/** What a secret is bound to when it is wrapped. */
export function secretContext(name: string): string {
  return frame(['vaultSecret', name]);
}

function pair<K, V>(key: K, value: V | undefined): readonly (readonly [K, V])[] {
  return value === undefined ? [] : [[key, value]];
}
