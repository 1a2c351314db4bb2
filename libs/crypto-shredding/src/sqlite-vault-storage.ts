import type Database from 'better-sqlite3';
import type { WrappedKey } from './key-wrapper.ts';
import { asVaultError, codeOf, type VaultFile } from './sqlite-vault-file.ts';
import { addedTo, rowOfKey, rowOfLink, rowOfSubject } from './sqlite-vault-digest.ts';
import { type KeyName, type LinkRow, type StoredKey, VaultStorage, type VaultWrites } from './vault-storage.ts';
import { VaultError } from './vault.ts';

interface StoredKeyRow {
  readonly kekId: string | null;
  readonly wrapped: Uint8Array | null;
}

interface StoredLinkRow {
  readonly subjectId: string;
  readonly unconfirmed: number;
}

class LostRace extends Error {}

/** The tables in one SQLite file. Statements run synchronously, one transaction at a time. */
export class SqliteVaultStorage extends VaultStorage {
  readonly #file: VaultFile;
  readonly #statements: ReturnType<typeof prepareStatements>;
  readonly #write: (writes: VaultWrites) => number;
  #writesFailed = false;
  /** Over what is committed. */
  #digest: number;

  constructor(file: VaultFile) {
    super();
    this.#file = file;
    this.#statements = prepareStatements(file.database);
    this.#digest = Number(file.database.prepare('select digest from contents').pluck().get());
    this.#write = file.database.transaction((writes: VaultWrites) => this.#insert(writes)).immediate;
  }

  override async readLinks(entries: readonly string[]): Promise<readonly (LinkRow | undefined)[]> {
    return this.#try(() =>
      entries.map((entry) => {
        const row = this.#statements.link.get(Buffer.from(entry, 'hex'));
        return row && { entry, subjectId: row.subjectId, confirmed: row.unconfirmed === 0 };
      }),
    );
  }

  override async readKeys(names: readonly KeyName[]): Promise<readonly StoredKey[]> {
    return this.#try(() =>
      names.map(({ subjectId, compartment }): StoredKey => {
        const row = this.#statements.key.get(compartment, subjectId);
        if (row === undefined) return 'noSubject';
        return row.kekId === null || row.wrapped === null ? 'noKey' : { kekId: row.kekId, wrapped: row.wrapped };
      }),
    );
  }

  override async readRealms(subjectIds: readonly string[]): Promise<readonly (string | undefined)[]> {
    return this.#try(() => subjectIds.map((subjectId) => this.#statements.realm.get(subjectId)?.realm));
  }

  override async write(writes: VaultWrites): Promise<boolean> {
    if (this.#writesFailed) {
      throw new VaultError('unavailable', 'The disk of the vault failed; restart the service when it is mended.');
    }
    try {
      this.#digest = this.#try(() => this.#write(writes));
      return true;
    } catch (error) {
      if (error instanceof LostRace) return false;
      throw error;
    }
  }

  override async readSecrets(): Promise<ReadonlyMap<string, WrappedKey>> {
    const rows = this.#try(() => this.#statements.secrets.all());
    return new Map(rows.map(({ name, kekId, wrapped }) => [name, { kekId, wrapped }]));
  }

  override async addSecrets(secrets: ReadonlyMap<string, WrappedKey>): Promise<void> {
    const { database } = this.#file;
    const add = database.transaction(() => {
      if (database.prepare('select 1 from subjects limit 1').get() !== undefined) {
        throw new VaultError('damaged', "The vault's secrets are missing although it has subjects.");
      }
      for (const [name, { kekId, wrapped }] of secrets) this.#statements.addSecret.run(name, kekId, wrapped);
    });
    this.#try(() => add.immediate());
  }

  override async ping(): Promise<void> {
    this.#try(() => this.#statements.realm.get(''));
    if (this.#writesFailed) throw new VaultError('unavailable', 'The disk of the vault failed.');
  }

  override async close(): Promise<void> {
    this.#try(() => this.#file.close());
  }

  /** @returns the digest over what is there afterwards. */
  #insert({ subjects, links, keys, confirmations }: VaultWrites): number {
    const statements = this.#statements;
    let digest = this.#digest;
    for (const { subjectId, realm, createdAt } of subjects) {
      statements.addSubject.run(subjectId, realm, createdAt);
      digest = addedTo(digest, rowOfSubject(subjectId, realm, createdAt));
    }
    for (const { subjectId, compartment, key } of keys) {
      if (statements.addKey.run(subjectId, compartment, key.kekId, key.wrapped).changes === 0) throw new LostRace();
      digest = addedTo(digest, rowOfKey(subjectId, compartment));
    }
    for (const { entry, subjectId, confirmed } of links) {
      const bytes = Buffer.from(entry, 'hex');
      if (statements.addLink.run(bytes, subjectId).changes === 0) throw new LostRace();
      digest = addedTo(digest, rowOfLink(entry, subjectId));
      if (!confirmed) statements.addUnconfirmed.run(bytes, subjectId);
    }
    for (const { entry, subjectId } of confirmations) statements.confirm.run(Buffer.from(entry, 'hex'), subjectId);
    if (digest !== this.#digest) statements.setDigest.run(digest);
    return digest;
  }

  /**
   * After an I/O error nobody knows what a later commit would make durable, so there is none until the file has been
   * opened anew; reads go on.
   */
  #try<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof LostRace) throw error;
      const failure = asVaultError(error);
      if (isInputOutputError(failure.cause)) this.#writesFailed = true;
      throw failure;
    }
  }
}

function prepareStatements(database: Database.Database) {
  return {
    link: database.prepare<[Uint8Array], StoredLinkRow>(
      `select b.subject_id as "subjectId",
         case when exists (select 1 from unconfirmed_links u where u.entry = b.entry) then 1 else 0 end as unconfirmed
       from blind_index b where b.entry = ?`,
    ),
    key: database.prepare<[string, string], StoredKeyRow>(
      `select k.kek_id as "kekId", k.wrapped as wrapped from subjects s
       left join data_keys k on k.subject_id = s.subject_id and k.compartment = ? where s.subject_id = ?`,
    ),
    realm: database.prepare<[string], { readonly realm: string }>('select realm from subjects where subject_id = ?'),
    secrets: database.prepare<[], { readonly name: string; readonly kekId: string; readonly wrapped: Uint8Array }>(
      'select name, kek_id as "kekId", wrapped from secrets',
    ),
    addSubject: database.prepare('insert into subjects (subject_id, realm, created_at) values (?, ?, ?)'),
    addLink: database.prepare('insert into blind_index (entry, subject_id) values (?, ?) on conflict do nothing'),
    addUnconfirmed: database.prepare('insert into unconfirmed_links (entry, subject_id) values (?, ?)'),
    addKey: database.prepare(
      'insert into data_keys (subject_id, compartment, kek_id, wrapped) values (?, ?, ?, ?) on conflict do nothing',
    ),
    confirm: database.prepare('delete from unconfirmed_links where entry = ? and subject_id = ?'),
    setDigest: database.prepare('update contents set digest = ?'),
    addSecret: database.prepare('insert into secrets (name, kek_id, wrapped) values (?, ?, ?) on conflict do nothing'),
  };
}

function isInputOutputError(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_IOERR');
}
