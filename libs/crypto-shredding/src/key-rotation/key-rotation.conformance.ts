import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyRing } from '../key-ring.ts';
import { KeyWrapper } from '../key-wrapper.ts';
import { LocalKeyWrapper } from '../local-key-wrapper.ts';
import type { OpenRequest, Vault } from '../vault.ts';
import type { Rotation, RotationOptions } from './rotation.ts';

/** What an engine brings for its vault to be rotated. */
export interface RotationUnderTest {
  open(keyWrapper: KeyWrapper): Promise<Vault>;
  rotate(options: RotationOptions): Promise<Rotation>;
  /** Which key-encryption keys wrapped the data keys and secrets that are stored, each once. */
  kekIds(): Promise<readonly string[]>;
  /** Run behind the vault's back; `$1` is the subject's id. */
  execute(change: 'destroy' | 'damage', subjectId: string): Promise<void>;
  /** First arguments of the process that is killed. */
  readonly place: readonly [string, string];
  remove(): Promise<void>;
}

const PEOPLE = 150;
const REALM = 'c1';
const KILLS = 4;

const keyOf = (first: number): Buffer => Buffer.from(Array.from({ length: 32 }, (_, i) => first + i));
const OLD = keyOf(1);
const NEW = keyOf(101);
const old = LocalKeyWrapper.fromKey(OLD);
const fresh = LocalKeyWrapper.fromKey(NEW);
const stranger = LocalKeyWrapper.fromKey(keyOf(201));
export const both = new KeyRing({ current: fresh, also: old });
export { fresh, old };

/** What rotating a vault promises on every engine. */
export function describeRotation(engine: string, start: () => Promise<RotationUnderTest>): void {
  describe(`rotating the key-encryption key of a vault in ${engine}`, () => {
    let underTest: RotationUnderTest;
    let sealed: readonly OpenRequest[];
    beforeEach(async () => {
      underTest = await start();
      sealed = await withVault(old, fill);
    });
    afterEach(() => underTest.remove());

    const withVault = async <T>(keyWrapper: KeyWrapper, work: (vault: Vault) => Promise<T>): Promise<T> => {
      const vault = await underTest.open(keyWrapper);
      try {
        return await work(vault);
      } finally {
        await vault.close();
      }
    };
    const states = (keyWrapper: KeyWrapper) =>
      withVault(keyWrapper, async (vault) => (await vault.open(sealed)).map(({ state }) => state));
    const allOpen = () => sealed.map(() => 'open');
    const isRefused = (keyWrapper: KeyWrapper) =>
      expect(underTest.open(keyWrapper)).rejects.toMatchObject({ code: 'wrongKeyEncryptionKey' });

    it('leaves everybody where they were, needs the old key no more, and refuses it', async () => {
      const steps: number[] = [];
      const rotation = await underTest.rotate({
        to: fresh,
        from: old,
        batchCount: 100,
        onProgress: ({ done, total }) => steps.push(done, total),
      });

      expect(rotation).toEqual({ rewrapped: 2 * PEOPLE, before: 0, unopened: 0 });
      expect(steps).toEqual([0, 300, 100, 300, 200, 300, 300, 300, 300, 300]);
      expect(await underTest.kekIds()).toEqual([fresh.kekId]);
      await isRefused(old);
      expect(await states(fresh)).toEqual(allOpen());
      expect(await withVault(fresh, (vault) => vault.find(REALM, person(7)))).toBe(sealed[7]?.subjectId);
      expect(await withVault(fresh, subjectsOf)).toEqual(sealed.map(({ subjectId }) => subjectId));
      expect(await underTest.rotate({ to: fresh, from: old })).toEqual({ rewrapped: 0, before: 300, unopened: 0 });
    });

    it('can be ended after any step; until it is done both keys are needed', async () => {
      for (const steps of [1, 2, 4, 6]) {
        await expect(
          underTest.rotate({ to: fresh, from: old, batchCount: 50, onProgress: endAfter(steps) }),
        ).rejects.toThrow('ended');
        await isRefused(old);
        await isRefused(fresh);
        expect(await states(both)).toEqual(allOpen());
      }
      await withVault(both, async (vault) =>
        vault.seal(sealed.map((one) => ({ ...one, compartment: 'more', plaintext: '' }))),
      );
      expect(await underTest.rotate({ to: fresh, from: old })).toMatchObject({ unopened: 0 });
      expect(await underTest.kekIds()).toEqual([fresh.kekId]);
      expect(await states(fresh)).toEqual(allOpen());
    });

    it('can be killed at any moment, and goes on where it was', async () => {
      for (let kill = 0; kill < KILLS; kill += 1) await runUntilKilled(underTest.place, 3 + 5 * kill);
      const mixed = await underTest.kekIds();
      expect(mixed.toSorted()).toEqual([fresh.kekId, old.kekId].toSorted());
      expect(await states(both)).toEqual(allOpen());

      const { rewrapped, before, unopened } = await untilFree(() => underTest.rotate({ to: fresh, from: old }));
      expect([rewrapped + before, unopened]).toEqual([2 * PEOPLE, 0]);
      expect(before).toBeGreaterThan(0);
      expect(await states(fresh)).toEqual(allOpen());
    });

    it('changes nothing with a key that is not the one in use', async () => {
      const wrong = underTest.rotate({ to: fresh, from: stranger });
      await expect(wrong).rejects.toMatchObject({ code: 'wrongKeyEncryptionKey' });
      await expect(underTest.rotate({ to: old, from: old })).rejects.toMatchObject({ code: 'invalidKeyEncryptionKey' });
      expect(await underTest.kekIds()).toEqual([old.kekId]);
      expect(await states(old)).toEqual(allOpen());
    });

    it('goes back again, too', async () => {
      await underTest.rotate({ to: fresh, from: old });
      await underTest.rotate({ to: old, from: fresh });
      await isRefused(fresh);
      expect(await states(old)).toEqual(allOpen());
      await withVault(old, async (vault) => vault.resolve([{ realm: REALM, identifiers: [person(PEOPLE)] }]));
    });

    it('leaves a key that does not open, tells of it, and takes care of all others', async () => {
      const damaged = sealed[11]?.subjectId ?? '';
      await underTest.execute('damage', damaged);
      const rotation = await underTest.rotate({ to: fresh, from: old, batchCount: 40 });
      expect(rotation).toEqual({ rewrapped: 2 * PEOPLE - 2, before: 0, unopened: 2 });
      const expected = sealed.map(({ subjectId }) => (subjectId === damaged ? 'tampered' : 'open'));
      expect(await states(both)).toEqual(expected);
    });

    it('brings no key back that is destroyed meanwhile', async () => {
      const erased = sealed[3]?.subjectId ?? '';
      const { rewrapped } = await underTest.rotate({
        to: new Interrupting(() => underTest.execute('destroy', erased)),
        from: old,
      });
      expect(rewrapped).toBe(2 * PEOPLE - 2);
      expect(await states(fresh)).toEqual(sealed.map(({ subjectId }) => (subjectId === erased ? 'erased' : 'open')));
    });
  });
}

const person = (i: number) => ({ scheme: 'email', value: `p${i}@example.com` });

async function subjectsOf(vault: Vault): Promise<readonly string[]> {
  const people = Array.from({ length: PEOPLE }, (_, i) => ({ realm: REALM, identifiers: [person(i)] }));
  return (await vault.resolve(people)).map(({ subjectId }) => subjectId);
}

/** People with two keys each, and something sealed for each of them. */
async function fill(vault: Vault): Promise<readonly OpenRequest[]> {
  const places = (await subjectsOf(vault)).map((subjectId) => ({
    subjectId,
    compartment: 'statements',
    eventId: 'e',
    field: 'f',
  }));
  const texts = await vault.seal(places.map((place) => ({ ...place, plaintext: place.subjectId })));
  return places.map((place, i) => ({ ...place, sealed: texts[i] ?? '' }));
}

function endAfter(steps: number): () => void {
  let left = steps;
  return () => {
    left -= 1;
    if (left === 0) throw new Error('ended');
  };
}

/** Wraps as the new key does; something happens before the data keys that were read are written back. */
class Interrupting extends KeyWrapper {
  override readonly kekId = fresh.kekId;
  readonly #happens: () => Promise<void>;

  constructor(happens: () => Promise<void>) {
    super();
    this.#happens = happens;
  }

  override opens(kekId: string) {
    return fresh.opens(kekId);
  }

  override unwrap(keys: Parameters<KeyWrapper['unwrap']>[0]) {
    return fresh.unwrap(keys);
  }

  override async wrap(keys: Parameters<KeyWrapper['wrap']>[0]) {
    if (keys.length > 1) await this.#happens();
    return fresh.wrap(keys);
  }
}

async function runUntilKilled(place: readonly string[], lines: number): Promise<void> {
  const script = fileURLToPath(new URL('./killed-rotation.process.ts', import.meta.url));
  const parameters = [...place, NEW.toString('hex'), OLD.toString('hex')];
  const child = spawn(process.execPath, ['--conditions=source', script, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let seen = 0;
  createInterface({ input: child.stdout }).on('line', () => {
    seen += 1;
    if (seen === lines) child.kill('SIGKILL');
  });
  expect((await exited)[1]).toBe('SIGKILL');
}

/** A server notices a little later that the process which held its lock is gone. */
export async function untilFree<T>(work: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 5_000; ;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'locked') || Date.now() > end) throw error;
    }
  }
}
