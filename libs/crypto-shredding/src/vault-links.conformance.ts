import { expect, it } from '@jest/globals';
import { ada, bob, email, phone, REALM, type Scene } from './vault-scene.conformance.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function describeLookup(scene: Scene): void {
  it('mints a subject for an identifier that nobody has, and finds it again, also after reopening', async () => {
    const minted = await scene.resolve(ada);
    const again = await scene.resolve(ada);
    await scene.reopen();
    const later = await scene.resolve(ada);

    const unconfirmedLinks = [{ identifier: ada, linkId: minted.unconfirmedLinks[0]?.linkId }];
    expect(minted).toEqual({ subjectId: minted.subjectId, minted: true, unconfirmedLinks, conflicts: [] });
    expect(minted.subjectId).toMatch(UUID_V7);
    expect([again, later]).toEqual([
      { ...minted, minted: false },
      { ...minted, minted: false },
    ]);
  });

  it('finds without minting, and tells the realm of a subject', async () => {
    const nobody = await scene.vault.find(REALM, ada);
    const { subjectId } = await scene.resolve(ada);

    expect([nobody, await scene.vault.find(REALM, ada), await scene.vault.find('controller-2', ada)]).toEqual([
      undefined,
      subjectId,
      undefined,
    ]);
    await scene.reopen();
    const stranger = '018f0000-0000-7000-8000-000000000000';
    expect(await scene.vault.find(REALM, ada)).toBe(subjectId);
    expect(await scene.vault.realmsOf([stranger, subjectId, stranger, subjectId])).toEqual([
      undefined,
      REALM,
      undefined,
      REALM,
    ]);
    expect(await scene.vault.realmsOf([subjectId, stranger])).toEqual([REALM, undefined]);
  });

  it('takes different ways of writing an e-mail address or a telephone number for one', async () => {
    const subjectId = await scene.subject(email(' Ada@Example.COM'));
    const caller = await scene.subject(phone('+49 (30) 123-45.6'));

    expect(await scene.subject(ada)).toBe(subjectId);
    expect(await scene.subject(phone('+4930123456'))).toBe(caller);
  });

  it('keeps realms, and schemes, apart', async () => {
    const ids = [
      (await scene.resolveIn('controller-1', ada)).subjectId,
      (await scene.resolveIn('controller-2', ada)).subjectId,
      (await scene.resolveIn('actors', ada)).subjectId,
      (await scene.resolveIn('controller-1', { scheme: 'login', value: ada.value })).subjectId,
    ];
    expect(new Set(ids).size).toBe(4);
  });
}

export function describeConflicts(scene: Scene): void {
  it('links further identifiers, at once and later', async () => {
    const first = await scene.resolve(ada, phone('+49301'));
    const later = await scene.resolve(phone('+49301'), { scheme: 'userId', value: 'u-7' });

    expect(first.unconfirmedLinks.map(({ identifier }) => identifier)).toEqual([ada, phone('+49301')]);
    expect(later.subjectId).toBe(first.subjectId);
    expect(later.minted).toBe(false);
    expect(await scene.vault.find(REALM, { scheme: 'userId', value: 'u-7' })).toBe(first.subjectId);
  });

  it('leaves a later identifier with the one who has it, and tells the conflict', async () => {
    const adaId = await scene.subject(ada);
    const bobId = await scene.subject(bob);

    const resolution = await scene.resolve(ada, bob);

    expect(resolution.subjectId).toBe(adaId);
    expect(resolution.conflicts).toEqual([{ identifier: bob, subjectId: bobId }]);
    expect(await scene.vault.find(REALM, bob)).toBe(bobId);
  });

  it('mints when the first identifier is unknown although a later one is known', async () => {
    const familyPhone = phone('+49302');
    const { subjectId: parent } = await scene.resolve(ada, familyPhone);

    const child = await scene.resolve(bob, familyPhone);

    expect(child.minted).toBe(true);
    expect(child.subjectId).not.toBe(parent);
    expect(child.conflicts).toEqual([{ identifier: familyPhone, subjectId: parent }]);
    expect(child.unconfirmedLinks.map(({ identifier }) => identifier)).toEqual([bob]);
  });
}

export function describeMinting(scene: Scene): void {
  it('carries out the requests of one call in order, each seeing what those before it did', async () => {
    const requests = [[ada], [ada, bob], [bob], [ada, ada]].map((identifiers) => ({ realm: REALM, identifiers }));

    const resolutions = await scene.vault.resolve(requests);

    const subjectId = resolutions[0]?.subjectId;
    expect(resolutions.map((resolution) => resolution.subjectId)).toEqual([subjectId, subjectId, subjectId, subjectId]);
    expect(resolutions.map(({ minted }) => minted)).toEqual([true, false, false, false]);
    expect(resolutions.map(({ unconfirmedLinks }) => unconfirmedLinks.map(({ identifier }) => identifier))).toEqual([
      [ada],
      [ada, bob],
      [bob],
      [ada],
    ]);
    expect(await scene.vault.resolve([])).toEqual([]);
  });

  it('makes one subject of many concurrent calls with the same new identifier', async () => {
    const calls = Array.from({ length: 100 }, async (_, i) => {
      // Some of them in a later turn of the event loop, while others are being carried out.
      if (i % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
      return scene.resolve(ada, email(`other-${i}@example.com`));
    });

    const resolutions = await Promise.all(calls);

    expect(new Set(resolutions.map(({ subjectId }) => subjectId)).size).toBe(1);
    expect(resolutions.filter(({ minted }) => minted).length).toBe(1);
    expect(resolutions.flatMap(({ conflicts }) => conflicts)).toEqual([]);
  });

  it('refuses what is not an identifier without saying it, and carries nothing of the call out', async () => {
    const secret = 'x'.repeat(321);
    const faults = [[], [email('  ')], [email(secret)], [{ scheme: 'E-Mail', value: secret }], [phone('call Ada')]];
    for (const identifiers of faults) {
      const call = scene.vault.resolve([
        { realm: REALM, identifiers: [ada] },
        { realm: REALM, identifiers },
      ]);
      await expect(call).rejects.toMatchObject({ code: 'invalidIdentifier' });
      await expect(call).rejects.toThrow(/^(?!.*(xxx|E-Mail|Ada)).*$/);
    }
    expect(await scene.vault.find(REALM, ada)).toBeUndefined();
  });
}

export function describeConfirmLinks(scene: Scene): void {
  it('stops telling links that are confirmed, also after reopening, and goes on with the others', async () => {
    const { unconfirmedLinks } = await scene.resolve(ada, bob);
    const [adaLink, bobLink] = unconfirmedLinks;

    await scene.vault.confirmLinks([adaLink?.linkId ?? '']);
    const confirmed = await scene.resolve(ada, bob);
    await scene.reopen();
    const reopened = await scene.resolve(ada, bob);
    const { subjectId: other } = await scene.resolve(email('other@example.com'));
    await scene.vault.confirmLinks([bobLink?.linkId ?? '']);
    const all = await scene.resolve(ada, bob);

    expect([confirmed, reopened, all].map((resolution) => resolution.unconfirmedLinks)).toEqual([
      [bobLink],
      [bobLink],
      [],
    ]);
    expect(other).not.toBe(all.subjectId);
  });

  it('passes over handles it never gave', async () => {
    await scene.vault.confirmLinks(['', 'nonsense', `${'0'.repeat(32)}.nobody`]);
    const { unconfirmedLinks } = await scene.resolve(ada);
    await scene.vault.confirmLinks([`${unconfirmedLinks[0]?.linkId}x`]);
    expect((await scene.resolve(ada)).unconfirmedLinks).toEqual(unconfirmedLinks);
  });
}
