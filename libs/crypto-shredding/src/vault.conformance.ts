import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeConflicts, describeConfirmLinks, describeLookup, describeMinting } from './vault-links.conformance.ts';
import { describeDerivedId, describeFingerprint } from './vault-derivation.conformance.ts';
import { ada, bob, one, REALM, Scene, type VaultUnderTest } from './vault-scene.conformance.ts';
import { describeBinding, describeErasure, describeSealing } from './vault-sealing.conformance.ts';

export type { VaultUnderTest };

/** What every vault promises. An adapter's spec calls it once. */
export function describeVault(adapter: string, start: () => Promise<VaultUnderTest>): void {
  describe(`${adapter} keeps the contract of a vault`, () => {
    const scene = new Scene(start);
    beforeEach(() => scene.begin());
    afterEach(() => scene.end());

    describe('resolve', () => {
      describeLookup(scene);
      describeConflicts(scene);
      describeMinting(scene);
    });
    describe('confirmLinks', () => describeConfirmLinks(scene));
    describe('seal and open', () => {
      describeSealing(scene);
      describeBinding(scene);
      describeErasure(scene);
    });
    describe('fingerprint', () => describeFingerprint(scene));
    describe('derivedId', () => describeDerivedId(scene));
    describe('close', () => describeClose(scene));
  });
}

function describeClose(scene: Scene): void {
  it('finishes what was accepted, and refuses what comes later', async () => {
    const { vault } = scene;
    await vault.ping();
    const accepted = vault.resolve([{ realm: REALM, identifiers: [ada] }]);
    const closing = Promise.all([vault.close(), vault.close()]);
    const late = vault.resolve([{ realm: REALM, identifiers: [bob] }]);

    await expect(late).rejects.toMatchObject({ code: 'closed' });
    const { subjectId } = one(await accepted);
    await closing;
    await expect(vault.ping()).rejects.toMatchObject({ code: 'closed' });
    await expect(vault.seal([])).rejects.toMatchObject({ code: 'closed' });
    await scene.reopen();
    expect(await scene.vault.find(REALM, ada)).toBe(subjectId);
    expect(await scene.vault.find(REALM, bob)).toBeUndefined();
  });
}
