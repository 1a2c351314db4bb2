import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { LocalKeyWrapper } from './local-key-wrapper.ts';
import { digestOf } from './sqlite-vault-digest.ts';
import { SqliteVault, type SqliteVaultOptions } from './sqlite-vault.ts';
import { describeVault } from './vault.conformance.ts';

const keyWrapper = LocalKeyWrapper.fromKey(Buffer.from(Array.from({ length: 32 }, (_, i) => i)));

describeVault('SqliteVault', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vault-'));
  const file = join(folder, 'vault.db');
  return {
    open: () => SqliteVault.open({ file, keyWrapper }),
    destroyKey: async (subjectId, compartment) => {
      execute(file, 'delete from data_keys where subject_id = ? and compartment = ?', subjectId, compartment);
      renewDigest(file);
    },
    remove: () => rm(folder, { recursive: true }),
  };
});

function execute(file: string, sql: string, ...parameters: readonly string[]): void {
  const database = new Database(file);
  database.prepare(sql).run(...parameters);
  database.close();
}

/** As whoever destroys a key on purpose leaves the file. */
function renewDigest(file: string): void {
  const database = new Database(file);
  database.prepare('update contents set digest = ?').run(digestOf(database));
  database.close();
}

describe('the file of a SqliteVault', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vault-'));
    file = join(folder, 'vault.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = (options: Partial<SqliteVaultOptions> = {}) => SqliteVault.open({ file, keyWrapper, ...options });
  const resolveIn = async (vault: SqliteVault, value: string) => {
    const [resolution] = await vault.resolve([{ realm: 'c1', identifiers: [{ scheme: 'email', value }] }]);
    return resolution?.subjectId ?? '';
  };
  /** A closed vault with enough in it to fill several pages. */
  const fill = async () => {
    const vault = await open();
    const subjectIds = await Promise.all(Array.from({ length: 300 }, (_, i) => resolveIn(vault, `p${i}@example.com`)));
    await vault.close();
    return subjectIds;
  };
  const place = (subjectId: string) => ({ subjectId, compartment: 'identifiers', eventId: 'e', field: 'f' });

  it('opens with its own key-encryption key only', async () => {
    await fill();
    const other = LocalKeyWrapper.fromKey(Buffer.alloc(32, 1).fill(2, 5));
    await expect(open({ keyWrapper: other })).rejects.toMatchObject({ code: 'wrongKeyEncryptionKey' });
    await (await open()).close();
  });

  it('serves one opener at a time, and is free again after closing', async () => {
    const vault = await open();
    await expect(open()).rejects.toMatchObject({ code: 'locked' });
    await resolveIn(vault, 'ada@example.com');
    await vault.close();
    await (await open()).close();
  });

  it('can be read by its owner only', async () => {
    const vault = await open({ file: join(folder, 'new', 'vault.db') });
    await resolveIn(vault, 'ada@example.com');
    const modes = await Promise.all(
      ['', 'vault.db', 'vault.db-wal', 'vault.db-shm'].map(
        async (name) => (await stat(join(folder, 'new', name))).mode,
      ),
    );
    await vault.close();
    expect(modes.map((mode) => (mode & 0o777).toString(8))).toEqual(['700', '600', '600', '600']);
  });

  it('is refused when it is not a vault, and left as it was', async () => {
    const foreign = 'This is a letter, and not a database. '.repeat(200);
    await writeFile(file, foreign);
    await expect(open()).rejects.toMatchObject({ code: 'damaged' });
    expect(await readFile(file, 'utf8')).toBe(foreign);

    const database = join(folder, 'other.db');
    execute(database, 'create table notes (text)');
    const before = await readFile(database);
    await expect(open({ file: database })).rejects.toMatchObject({ code: 'damaged', message: /not a vault/ });
    expect((await readFile(database)).equals(before)).toBe(true);
  });

  it('is refused when a page is destroyed or the end is missing', async () => {
    await fill();
    const good = await readFile(file);
    await writeFile(file, Buffer.from(good).fill(0xff, 8_192, 12_288));
    await expect(open()).rejects.toMatchObject({ code: 'damaged' });
    await writeFile(file, good);
    await truncate(file, good.length - 8_192);
    await expect(open()).rejects.toMatchObject({ code: 'damaged' });
    await writeFile(file, good);
    await (await open()).close();
  });

  it.each([
    ['its secrets are gone', 'delete from secrets'],
    ['one of its secrets is gone', "delete from secrets where name = 'derivedId'"],
    ['a table is gone', 'drop table blind_index'],
    [
      'an entry of its index changed',
      'update blind_index set entry = zeroblob(32) where entry = (select max(entry) from blind_index)',
    ],
    ['a link leads to somebody else', "update blind_index set subject_id = 'somebody-else'"],
    ['a subject was moved to another realm', "update subjects set realm = 'another'"],
    [
      'a key is gone, and seems to be erased',
      'delete from data_keys where subject_id = (select max(subject_id) from subjects)',
    ],
    ['a subject is gone', 'delete from subjects where subject_id = (select max(subject_id) from subjects)'],
    ['a later program wrote it', 'pragma user_version = 99'],
  ])('is refused when %s', async (_, sql) => {
    await fill();
    execute(file, sql);
    await expect(open()).rejects.toMatchObject({ code: 'damaged' });
  });

  it('of version 1 is taken over, and held to what it held then', async () => {
    const [ada = ''] = await fill();
    execute(file, 'drop table contents');
    execute(file, 'pragma user_version = 1');
    const vault = await open();
    expect(await vault.realmsOf([ada])).toEqual([expect.any(String)]);
    await vault.close();
    execute(file, "update subjects set realm = 'another'");
    await expect(open()).rejects.toMatchObject({ code: 'damaged' });
  });

  it('is not replaced by an empty one where one must be', async () => {
    await expect(open({ create: false })).rejects.toMatchObject({ code: 'damaged' });
    await writeFile(file, '');
    await expect(open({ create: false })).rejects.toMatchObject({ code: 'damaged' });
    await (await open()).close();
    await (await open({ create: false })).close();
  });

  it('cannot be where no file can be', async () => {
    await writeFile(file, '');
    await expect(open({ file: join(file, 'vault.db') })).rejects.toMatchObject({ code: 'unavailable' });
    await expect(open({ file: folder })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('gives away no key that was changed or moved to another person', async () => {
    const [ada = '', bob = '', eve = ''] = await fill();
    let vault = await open();
    const requests = [ada, bob, eve].map((subjectId) => ({ ...place(subjectId), plaintext: 'text' }));
    const sealed = await vault.seal(requests);
    await vault.close();
    execute(
      file,
      'update data_keys set wrapped = (select wrapped from data_keys where subject_id = ?) where subject_id = ?',
      bob,
      ada,
    );
    execute(file, 'update data_keys set wrapped = zeroblob(61) where subject_id = ?', eve);

    vault = await open();
    const opened = await vault.open(
      requests.map((request, i) => ({ ...place(request.subjectId), sealed: sealed[i] ?? '' })),
    );
    const sealing = await Promise.allSettled(requests.map((request) => vault.seal([request])));
    await vault.close();

    expect(opened.map(({ state }) => state)).toEqual(['tampered', 'open', 'tampered']);
    expect(sealing.map((result) => (result.status === 'rejected' ? result.reason.code : result.status))).toEqual([
      'damaged',
      'fulfilled',
      'damaged',
    ]);
  });
});
