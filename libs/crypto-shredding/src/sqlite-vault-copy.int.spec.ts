import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LocalKeyWrapper } from './local-key-wrapper.ts';
import { SqliteVaultCopy } from './sqlite-vault-copy.ts';
import { SqliteVault } from './sqlite-vault.ts';
import type { Resolution } from './vault.ts';

const keyWrapper = LocalKeyWrapper.fromKey(Buffer.from(Array.from({ length: 32 }, (_, i) => i)));

describe('copying a vault', () => {
  let folder: string;
  let vault: SqliteVault;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vault-'));
    vault = await SqliteVault.open({ file: join(folder, 'vault.db'), keyWrapper });
  });
  afterEach(async () => {
    await vault.close();
    await rm(folder, { recursive: true });
  });

  const to = () => join(folder, 'copy', 'vault.db');
  const resolve = async (from: SqliteVault, ...names: readonly string[]) =>
    from.resolve(
      names.map((name) => ({ realm: 'c1', identifiers: [{ scheme: 'email', value: `${name}@example.com` }] })),
    );
  const confirm = (resolutions: readonly Resolution[]) =>
    vault.confirmLinks(resolutions.flatMap(({ unconfirmedLinks }) => unconfirmedLinks.map(({ linkId }) => linkId)));
  /** Confirmations are written with whatever is written next. */
  const write = () => resolve(vault, `somebody-${Math.random()}`);

  it('has every key of a later moment, and knows which links an earlier log may lack', async () => {
    await confirm(await resolve(vault, 'ada', 'bob'));
    const early = await resolve(vault, 'eve');
    await write();

    const copy = SqliteVaultCopy.begin(join(folder, 'vault.db'));
    await confirm(early);
    const [late] = await resolve(vault, 'zoe');
    await confirm(late === undefined ? [] : [late]);
    await write();
    const place = { subjectId: late?.subjectId ?? '', compartment: 'statements', eventId: 'e', field: 'f' };
    const [sealed = ''] = await vault.seal([{ ...place, plaintext: 'said late' }]);
    await mkdir(join(folder, 'copy'));
    const { kekIds } = await copy.carryOut(to());
    copy.close();

    expect(kekIds).toEqual([keyWrapper.kekId]);
    expect(await readdir(join(folder, 'copy'))).toEqual(['vault.db']);
    const inUse = await resolve(vault, 'ada', 'bob', 'eve', 'zoe');
    expect(inUse.map(({ unconfirmedLinks }) => unconfirmedLinks.length)).toEqual([0, 0, 0, 0]);
    const restored = await SqliteVault.open({ file: to(), keyWrapper, create: false });
    const found = await resolve(restored, 'ada', 'bob', 'eve', 'zoe');
    expect(found.map(({ minted, unconfirmedLinks }) => [minted, unconfirmedLinks.length])).toEqual([
      [false, 0],
      [false, 0],
      [false, 1],
      [false, 1],
    ]);
    expect(found.map(({ subjectId }) => subjectId)).toEqual(inUse.map(({ subjectId }) => subjectId));
    expect(await restored.open([{ ...place, sealed }])).toEqual([{ state: 'open', plaintext: 'said late' }]);
    await restored.close();
  });

  it('is refused where there is no vault', async () => {
    expect(() => SqliteVaultCopy.begin(join(folder, 'nowhere.db'))).toThrow(/cannot be used/);
    await writeFile(join(folder, 'letter.db'), 'This is a letter, and not a vault. '.repeat(300));
    expect(() => SqliteVaultCopy.begin(join(folder, 'letter.db'))).toThrow(/damaged/);
  });
});
