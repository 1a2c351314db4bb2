import { expect, it } from '@jest/globals';
import { ada, bob, type Scene } from './vault-scene.conformance.ts';
import type { SealRequest } from './vault.ts';

const EVENT_ID = '0a1b2c3d-0000-4000-8000-00000000000e';

const at = (subjectId: string, compartment: string, plaintext = 'grüße, 你好'): SealRequest => ({
  subjectId,
  compartment,
  eventId: EVENT_ID,
  field: compartment,
  plaintext,
});

export function describeSealing(scene: Scene): void {
  it('opens what it sealed, also after reopening, and never seals twice alike', async () => {
    const subjectId = await scene.subject(ada);
    const requests = ['identifiers', 'statements', 'details/pd:EmailAddress', 'statements'].map((compartment, i) =>
      at(subjectId, compartment, `text ${i % 3} 🙂`.repeat(i * 9_000)),
    );
    const sealed = await scene.vault.seal(requests);
    const openRequests = requests.map(({ plaintext: _, ...place }, i) => ({ ...place, sealed: sealed[i] ?? '' }));
    const expected = requests.map(({ plaintext }) => ({ state: 'open', plaintext }));

    expect(await scene.vault.open(openRequests)).toEqual(expected);
    await scene.reopen();
    expect(await scene.vault.open(openRequests)).toEqual(expected);
    expect(await scene.vault.seal([at(subjectId, 'statements')])).not.toEqual(
      await scene.vault.seal([at(subjectId, 'statements')]),
    );
    for (const text of sealed) expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('makes one key for concurrent calls that need the same new one', async () => {
    const subjectId = await scene.subject(ada);
    const sealed = await Promise.all(Array.from({ length: 50 }, () => scene.seal(at(subjectId, 'details/pd:Age'))));
    await scene.reopen();
    const states = (await scene.vault.open(sealed)).map(({ state }) => state);
    expect(states).toEqual(Array.from({ length: 50 }, () => 'open'));
  });
}

export function describeBinding(scene: Scene): void {
  it('opens nothing in another event, field, compartment or subject', async () => {
    const adaId = await scene.subject(ada);
    const bobId = await scene.subject(bob);
    const sealed = await scene.seal(at(adaId, 'identifiers'));
    await scene.vault.seal([at(adaId, 'statements'), at(bobId, 'identifiers')]);

    const moved = await scene.vault.open([
      { ...sealed, eventId: EVENT_ID.replace('e', 'f') },
      { ...sealed, field: 'statements' },
      { ...sealed, compartment: 'statements' },
      { ...sealed, subjectId: bobId },
      // The same characters, divided elsewhere.
      { ...sealed, eventId: `${EVENT_ID}i`, field: 'dentifiers' },
    ]);

    expect(moved).toEqual(moved.map(() => ({ state: 'tampered' })));
  });

  it('tells a changed, cut or foreign text from a good one, item by item', async () => {
    const good = await scene.seal(at(await scene.subject(ada), 'identifiers'));
    const flip = (i: number) => {
      const bytes = Buffer.from(good.sealed, 'base64url');
      bytes[i] = (bytes[i] ?? 0) ^ 1;
      return bytes.toString('base64url');
    };
    const length = Buffer.from(good.sealed, 'base64url').length;
    const changed = Array.from({ length }, (_, i) => flip(i));
    const bad = [
      ...changed,
      '',
      'x',
      good.sealed.slice(0, -1),
      `${good.sealed}=`,
      `${good.sealed} `,
      `é${good.sealed}`,
    ];

    const opened = await scene.vault.open([good, ...bad.map((sealed) => ({ ...good, sealed })), good]);

    const ok = { state: 'open', plaintext: 'grüße, 你好' };
    expect(opened).toEqual([ok, ...bad.map(() => ({ state: 'tampered' })), ok]);
  });
}

export function describeErasure(scene: Scene): void {
  it('calls what has lost its key erased, and leaves other compartments and subjects alone', async () => {
    const adaId = await scene.subject(ada);
    const bobId = await scene.subject(bob);
    const sealed = [
      await scene.seal(at(adaId, 'details/pd:Age')),
      await scene.seal(at(adaId, 'statements')),
      await scene.seal(at(bobId, 'details/pd:Age')),
    ];

    await scene.reopen((underTest) => underTest.destroyKey(adaId, 'details/pd:Age'));

    const states = (await scene.vault.open(sealed)).map(({ state }) => state);
    expect(states).toEqual(['erased', 'open', 'open']);
    expect(await scene.open({ ...(await scene.seal(at(bobId, 'statements'))), subjectId: 'nobody' })).toEqual({
      state: 'erased',
    });
  });

  it('refuses to seal for a subject it never made, and spoils no other call', async () => {
    const subjectId = await scene.subject(ada);
    const stranger = '018f0000-0000-7000-8000-000000000000';

    const [mixed, alone] = await Promise.allSettled([
      scene.vault.seal([at(subjectId, 'statements'), at(stranger, 'statements')]),
      scene.vault.seal([at(subjectId, 'statements')]),
    ]);

    expect(mixed).toMatchObject({ status: 'rejected', reason: { code: 'unknownSubject' } });
    expect(alone).toMatchObject({ status: 'fulfilled' });
    expect(await scene.vault.seal([])).toEqual([]);
  });
}
