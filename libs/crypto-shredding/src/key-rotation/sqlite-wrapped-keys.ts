import type Database from 'better-sqlite3';
import type { WrappedKey } from '../key-wrapper.ts';
import { asVaultError } from '../sqlite-vault-file.ts';
import type { KeyName, KeyRow } from '../vault-storage.ts';
import { type KeyReplacement, type Replacement, WrappedKeys } from './wrapped-keys.ts';

interface StoredRow extends KeyName, WrappedKey {}

/** In a vault's file, which is this process's alone while it is open. */
export class SqliteWrappedKeys extends WrappedKeys {
  readonly #statements: ReturnType<typeof prepareStatements>;
  readonly #replaceAll: (replacements: readonly KeyReplacement[]) => number;

  constructor(database: Database.Database) {
    super();
    // What is replaced is overwritten: the old key-encryption key is to open nothing in this file any more.
    database.pragma('secure_delete = on');
    this.#statements = prepareStatements(database);
    this.#replaceAll = database.transaction((replacements: readonly KeyReplacement[]) => {
      let count = 0;
      for (const { subjectId, compartment, from, to } of replacements) {
        count += this.#statements.replace.run(to.kekId, to.wrapped, subjectId, compartment, from.wrapped).changes;
      }
      return count;
    }).immediate;
  }

  override async count(): Promise<number> {
    return attempt(() => this.#statements.count.get() ?? 0);
  }

  override async page(after: KeyName | undefined, countMax: number): Promise<readonly KeyRow[]> {
    const { subjectId, compartment } = after ?? { subjectId: '', compartment: '' };
    const rows = attempt(() => this.#statements.page.all(subjectId, compartment, countMax));
    return rows.map(({ kekId, wrapped, ...name }) => ({ ...name, key: { kekId, wrapped } }));
  }

  override async replace(replacements: readonly KeyReplacement[]): Promise<number> {
    return attempt(() => this.#replaceAll(replacements));
  }

  override async readSecrets(): Promise<ReadonlyMap<string, WrappedKey>> {
    const rows = attempt(() => this.#statements.secrets.all());
    return new Map(rows.map(({ name, kekId, wrapped }) => [name, { kekId, wrapped }]));
  }

  override async replaceSecret(name: string, { from, to }: Replacement): Promise<void> {
    attempt(() => this.#statements.replaceSecret.run(to.kekId, to.wrapped, name, from.wrapped));
  }

  /** Nobody else can write, and who opens the file later has to open its secrets first. */
  override async retire(): Promise<void> {}
}

function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asVaultError(error);
  }
}

function prepareStatements(database: Database.Database) {
  return {
    count: database.prepare<[], number>('select count(*) from data_keys').pluck(),
    page: database.prepare<[string, string, number], StoredRow>(
      `select subject_id as "subjectId", compartment, kek_id as "kekId", wrapped from data_keys
       where (subject_id, compartment) > (?, ?) order by subject_id, compartment limit ?`,
    ),
    replace: database.prepare<[string, Uint8Array, string, string, Uint8Array]>(
      'update data_keys set kek_id = ?, wrapped = ? where subject_id = ? and compartment = ? and wrapped = ?',
    ),
    secrets: database.prepare<[], { readonly name: string } & WrappedKey>(
      'select name, kek_id as "kekId", wrapped from secrets',
    ),
    replaceSecret: database.prepare<[string, Uint8Array, string, Uint8Array]>(
      'update secrets set kek_id = ?, wrapped = ? where name = ? and wrapped = ?',
    ),
  };
}
