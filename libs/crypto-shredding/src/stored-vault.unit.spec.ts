import { describe, expect, it } from '@jest/globals';
import { LocalKeyWrapper } from './local-key-wrapper.ts';
import { StoredVault, type VaultTuning } from './stored-vault.ts';
import { openSecrets } from './vault-secrets.ts';
import { FakeVaultStorage } from './vault-storage.fake.ts';
import { describeVault } from './vault.conformance.ts';
import { VaultError } from './vault.ts';

const keyWrapper = LocalKeyWrapper.fromKey(Buffer.from(Array.from({ length: 32 }, (_, i) => i)));

async function openVault(storage: FakeVaultStorage, tuning: VaultTuning = {}): Promise<StoredVault> {
  return new StoredVault({ storage, keyWrapper, secrets: await openSecrets(storage, keyWrapper) }, tuning);
}

const requestFor = (value: string) => ({ realm: 'controller-1', identifiers: [{ scheme: 'email', value }] });
const sealFor = (subjectId: string, compartment: string) => ({
  subjectId,
  compartment,
  eventId: 'e',
  field: 'f',
  plaintext: 'text',
});

describeVault('A vault over a storage shared by many', async () => {
  const storage = new FakeVaultStorage();
  return {
    open: () => openVault(storage),
    destroyKey: async (subjectId, compartment) => storage.destroyKey(subjectId, compartment),
    remove: async () => {},
  };
});

describeVault('A vault with the smallest caches', async () => {
  const storage = new FakeVaultStorage();
  return {
    open: () => openVault(storage, { linksMax: 1, keysMax: 1 }),
    destroyKey: async (subjectId, compartment) => storage.destroyKey(subjectId, compartment),
    remove: async () => {},
  };
});

describe('several vaults on one storage', () => {
  it('agree on one subject for each identifier, and on one key for each compartment', async () => {
    const storage = new FakeVaultStorage();
    const vaults = await Promise.all(Array.from({ length: 4 }, () => openVault(storage)));
    const requests = Array.from({ length: 30 }, (_, i) => requestFor(`person-${i}@example.com`));

    const resolutions = await Promise.all(vaults.map((vault) => vault.resolve(requests)));
    const subjectIds = resolutions.map((answers) => answers.map(({ subjectId }) => subjectId));
    const [first = []] = subjectIds;
    const sealed = await Promise.all(
      vaults.map((vault) => vault.seal(first.map((subjectId) => sealFor(subjectId, 'statements')))),
    );

    expect(subjectIds).toEqual(vaults.map(() => first));
    expect(storage.subjectCount).toBe(30);
    expect(resolutions.flat().filter(({ minted }) => minted).length).toBe(30);
    expect(storage.lostCount).toBeGreaterThan(0);
    const last = vaults[3];
    for (const texts of sealed) {
      const opened = await last?.open(
        texts.map((text, i) => ({ ...sealFor(first[i] ?? '', 'statements'), sealed: text })),
      );
      expect(opened?.map(({ state }) => state)).toEqual(first.map(() => 'open'));
    }
  });
});

describe('group commit', () => {
  it('carries out the calls of one turn in one transaction', async () => {
    const storage = new FakeVaultStorage();
    const vault = await openVault(storage);
    await Promise.all(Array.from({ length: 64 }, (_, i) => vault.resolve([requestFor(`p${i}@example.com`)])));
    expect(storage.writeCount).toBe(1);
  });

  it('needs no storage for what is in memory', async () => {
    const storage = new FakeVaultStorage();
    const vault = await openVault(storage);
    const [resolution] = await vault.resolve([requestFor('ada@example.com')]);
    const subjectId = resolution?.subjectId ?? '';
    const [sealed = ''] = await vault.seal([sealFor(subjectId, 'statements')]);
    const callCount = storage.callCount;

    await vault.resolve([requestFor('ada@example.com')]);
    await vault.find('controller-1', { scheme: 'email', value: 'ada@example.com' });
    await vault.fingerprint([{ subjectId, content: 'report' }]);
    await vault.seal([sealFor(subjectId, 'statements'), sealFor(subjectId, 'identifiers')]);
    await vault.open([{ ...sealFor(subjectId, 'statements'), sealed }]);
    await vault.confirmLinks(resolution?.unconfirmedLinks.map(({ linkId }) => linkId) ?? []);

    expect(storage.callCount).toBe(callCount);
  });

  it('writes confirmations with the next transaction, or when a thousand have gathered', async () => {
    const storage = new FakeVaultStorage();
    const vault = await openVault(storage);
    const requests = Array.from({ length: 1_000 }, (_, i) => requestFor(`p${i}@example.com`));
    const linkIds = (await vault.resolve(requests)).flatMap(({ unconfirmedLinks }) =>
      unconfirmedLinks.map(({ linkId }) => linkId),
    );
    await vault.confirmLinks(linkIds.slice(0, 999));
    expect(storage.writeCount).toBe(1);
    await vault.confirmLinks(linkIds.slice(999));
    await vault.close();
    expect(storage.writeCount).toBe(2);
  });

  it('remembers nothing of a transaction that failed', async () => {
    const storage = new FakeVaultStorage();
    const vault = await openVault(storage);
    storage.failure = new VaultError('unavailable', 'the disk is full');

    await expect(vault.resolve([requestFor('ada@example.com')])).rejects.toMatchObject({ code: 'unavailable' });
    expect(await vault.find('controller-1', { scheme: 'email', value: 'ada@example.com' })).toBeUndefined();
    const [again] = await vault.resolve([requestFor('ada@example.com')]);
    expect(again?.minted).toBe(true);
    expect(storage.subjectCount).toBe(1);
  });
});
