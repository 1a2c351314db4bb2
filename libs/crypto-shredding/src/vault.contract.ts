import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Identifier, OpenRequest, SealRequest, Vault } from './vault.ts';

/** What an adapter brings to be tried. */
export interface VaultUnderTest {
  /** Open the same vault, again and again; each time with empty caches. */
  open(): Promise<Vault>;
  /** Remove the stored key behind the vault's back. Called while no vault is open. */
  destroyKey(subjectId: string, compartment: string): Promise<void>;
  remove(): Promise<void>;
}

const REALM = 'controller-1';
const EVENT_ID = '0a1b2c3d-0000-4000-8000-00000000000e';
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const UUID_V8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const email = (value: string): Identifier => ({ scheme: 'email', value });
const phone = (value: string): Identifier => ({ scheme: 'phone', value });
const ada = email('ada@example.com');
const bob = email('bob@example.com');

/** What every vault promises. An adapter's spec calls it once. */
export function describeVault(adapter: string, start: () => Promise<VaultUnderTest>): void {
  describe(`${adapter} keeps the contract of a vault`, () => {
    const scene = new Scene(start);
    beforeEach(() => scene.begin());
    afterEach(() => scene.end());

    describe('resolve', () => describeResolve(scene));
    describe('confirmLinks', () => describeConfirmLinks(scene));
    describe('seal and open', () => describeSealing(scene));
    describe('fingerprint', () => describeFingerprint(scene));
    describe('derivedId', () => describeDerivedId(scene));
    describe('close', () => describeClose(scene));
  });
}

class Scene {
  readonly #start: () => Promise<VaultUnderTest>;
  #underTest: VaultUnderTest | undefined;
  #vault: Vault | undefined;

  constructor(start: () => Promise<VaultUnderTest>) {
    this.#start = start;
  }

  get vault(): Vault {
    if (this.#vault === undefined) throw new Error('no vault is open');
    return this.#vault;
  }

  async begin(): Promise<void> {
    this.#underTest = await this.#start();
    this.#vault = await this.#underTest.open();
  }

  async end(): Promise<void> {
    await this.#vault?.close();
    await this.#underTest?.remove();
  }

  /** @param whileClosed what happens to the stored vault meanwhile. */
  async reopen(whileClosed: (underTest: VaultUnderTest) => Promise<void> = async () => {}): Promise<void> {
    await this.vault.close();
    if (this.#underTest === undefined) throw new Error('nothing is under test');
    await whileClosed(this.#underTest);
    this.#vault = await this.#underTest.open();
  }

  async resolve(...identifiers: readonly Identifier[]) {
    return this.resolveIn(REALM, ...identifiers);
  }

  async resolveIn(realm: string, ...identifiers: readonly Identifier[]) {
    return one(await this.vault.resolve([{ realm, identifiers }]));
  }

  async subject(identifier: Identifier): Promise<string> {
    return (await this.resolve(identifier)).subjectId;
  }

  async seal(request: SealRequest): Promise<OpenRequest> {
    const { plaintext: _, ...place } = request;
    return { ...place, sealed: one(await this.vault.seal([request])) };
  }

  async open(request: OpenRequest) {
    return one(await this.vault.open([request]));
  }
}

function describeResolve(scene: Scene): void {
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

  it('keeps realms, and schemes, apart', async () => {
    const ids = [
      (await scene.resolveIn('controller-1', ada)).subjectId,
      (await scene.resolveIn('controller-2', ada)).subjectId,
      (await scene.resolveIn('actors', ada)).subjectId,
      (await scene.resolveIn('controller-1', { scheme: 'login', value: ada.value })).subjectId,
    ];
    expect(new Set(ids).size).toBe(4);
  });

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

function describeConfirmLinks(scene: Scene): void {
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

function describeSealing(scene: Scene): void {
  const at = (subjectId: string, compartment: string, plaintext = 'grüße, 你好'): SealRequest => ({
    subjectId,
    compartment,
    eventId: EVENT_ID,
    field: compartment,
    plaintext,
  });

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

function describeFingerprint(scene: Scene): void {
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

function describeDerivedId(scene: Scene): void {
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

function one<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined || items.length !== 1) throw new Error(`expected one answer, got ${items.length}`);
  return item;
}
