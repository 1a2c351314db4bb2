import { expect, it } from '@jest/globals';
import { ada, bob, type Scene } from './vault-scene.conformance.ts';

const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function describeFingerprint(scene: Scene): void {
  it('is the same for the same subject and content, also after reopening, and for no other', async () => {
    const adaId = await scene.subject(ada);
    const bobId = await scene.subject(bob);
    const requests = [
      { subjectId: adaId, content: 'a report' },
      { subjectId: adaId, content: 'a report.' },
      { subjectId: bobId, content: 'a report' },
      { subjectId: adaId, content: 'a report' },
    ];

    const [a, otherContent, otherSubject, again] = await scene.vault.fingerprint(requests);
    await scene.reopen();

    expect(a).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(again).toBe(a);
    expect(new Set([a, otherContent, otherSubject]).size).toBe(3);
    expect(await scene.vault.fingerprint(requests)).toEqual([a, otherContent, otherSubject, a]);
  });

  it('dies with the identifiers key', async () => {
    const request = { subjectId: await scene.subject(ada), content: 'a report' };
    const before = await scene.vault.fingerprint([request]);
    await scene.reopen((underTest) => underTest.destroyKey(request.subjectId, 'identifiers'));
    expect(await scene.vault.fingerprint([request])).not.toEqual(before);
  });

  it('is refused for a subject the vault never made', async () => {
    const call = scene.vault.fingerprint([{ subjectId: 'nobody', content: 'a report' }]);
    await expect(call).rejects.toMatchObject({ code: 'unknownSubject' });
  });
}

export function describeDerivedId(scene: Scene): void {
  it('is a UUID of version 8, the same after reopening, and another for other parts or division of parts', async () => {
    const ids = () => [
      scene.vault.derivedId('record', ['ab', 'c']),
      scene.vault.derivedId('record', ['a', 'bc']),
      scene.vault.derivedId('record', ['ab', 'c', '']),
      scene.vault.derivedId('record', ['abc']),
      scene.vault.derivedId('recordab', ['c']),
      scene.vault.derivedId('access', ['ab', 'c']),
      scene.vault.derivedId('record', []),
      scene.vault.derivedId('record', ['\ud800']),
      scene.vault.derivedId('record', ['\ufffd']),
    ];
    const before = ids();
    await scene.reopen();

    expect(ids()).toEqual(before);
    expect(new Set(before).size).toBe(before.length);
    for (const id of before) expect(id).toMatch(UUID_V8);
  });
}
