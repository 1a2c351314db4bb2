import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { digestOf } from '../sqlite-vault-digest.ts';
import { SqliteVault } from '../sqlite-vault.ts';
import { describeRotation, fresh, old, type RotationUnderTest } from './key-rotation.conformance.ts';
import { rotateSqliteVault } from './rotate-vault.ts';

const CHANGES = {
  destroy: 'delete from data_keys where subject_id = ?',
  damage: 'update data_keys set wrapped = zeroblob(61) where subject_id = ?',
};

async function vaultFile(): Promise<RotationUnderTest & { readonly file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'vault-'));
  const file = join(folder, 'vault.db');
  const withDatabase = <T>(work: (database: Database.Database) => T): T => {
    const database = new Database(file);
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    file,
    open: (keyWrapper) => SqliteVault.open({ file, keyWrapper }),
    rotate: (options) => rotateSqliteVault({ file, ...options }),
    kekIds: async () =>
      withDatabase((database) =>
        database.prepare<[], string>('select kek_id from data_keys union select kek_id from secrets').pluck().all(),
      ),
    execute: async (change, subjectId) => {
      withDatabase((database) => {
        database.prepare(CHANGES[change]).run(subjectId);
        // As whoever destroys a key on purpose leaves the file.
        database.prepare('update contents set digest = ?').run(digestOf(database));
      });
    },
    place: [file, ''],
    remove: () => rm(folder, { recursive: true }),
  };
}

describeRotation('SQLite', vaultFile);

it('refuses to rotate a vault that a service has open, or that is not there', async () => {
  const underTest = await vaultFile();
  await expect(underTest.rotate({ to: fresh, from: old })).rejects.toMatchObject({ code: 'damaged' });
  const vault = await underTest.open(old);
  await expect(underTest.rotate({ to: fresh, from: old })).rejects.toMatchObject({ code: 'locked' });
  await vault.close();
  expect(await underTest.rotate({ to: fresh, from: old })).toEqual({ rewrapped: 0, before: 0, unopened: 0 });
  await underTest.remove();
});
