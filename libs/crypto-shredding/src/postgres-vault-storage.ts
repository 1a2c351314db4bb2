import type pg from 'pg';
import type { WrappedKey } from './key-wrapper.ts';
import type { PostgresConnections } from './postgres-vault-connections.ts';
import { isLostRace } from './postgres-vault-error.ts';
import { lockSchema } from './postgres-vault-schema.ts';
import { type KeyName, type LinkRow, type StoredKey, VaultStorage, type VaultWrites } from './vault-storage.ts';
import { VaultError } from './vault.ts';

const READ_LINKS = `select e.at, b.subject_id as "subjectId", u.entry is null as confirmed
  from unnest($1::bytea[]) with ordinality as e (entry, at)
  join blind_index b on b.entry = e.entry
  left join unconfirmed_links u on u.entry = b.entry`;

const READ_KEYS = `select n.at, k.kek_id as "kekId", k.wrapped
  from unnest($1::text[], $2::text[]) with ordinality as n (subject_id, compartment, at)
  join subjects s on s.subject_id = n.subject_id
  left join data_keys k on k.subject_id = s.subject_id and k.compartment = n.compartment`;

const READ_REALMS = `select i.at, s.realm from unnest($1::text[]) with ordinality as i (subject_id, at)
  join subjects s on s.subject_id = i.subject_id`;

/** One statement is one round trip and one transaction: all or nothing, and a row that is there already fails it. */
const WRITE = `with
  added_subjects as (insert into subjects (subject_id, realm, created_at)
    select * from unnest($1::text[], $2::text[], $3::timestamptz[])),
  added_links as (insert into blind_index (entry, subject_id) select * from unnest($4::bytea[], $5::text[])),
  added_unconfirmed as (insert into unconfirmed_links (entry, subject_id) select * from unnest($6::bytea[], $7::text[])),
  added_keys as (insert into data_keys (subject_id, compartment, kek_id, wrapped)
    select * from unnest($8::text[], $9::text[], $10::text[], $11::bytea[])),
  confirmed as (delete from unconfirmed_links u using unnest($12::bytea[], $13::text[]) as c (entry, subject_id)
    where u.entry = c.entry and u.subject_id = c.subject_id)
  select`;

interface At {
  /** Which of the things asked for, from 1, as PostgreSQL counts; `bigint`, so the client gives it as text. */
  readonly at: string;
}

/** The tables in one schema of a PostgreSQL database, for any number of processes. */
export class PostgresVaultStorage extends VaultStorage {
  readonly #connections: PostgresConnections;
  readonly #schema: string;

  constructor(connections: PostgresConnections, schema: string) {
    super();
    this.#connections = connections;
    this.#schema = schema;
  }

  override async readLinks(entries: readonly string[]): Promise<readonly (LinkRow | undefined)[]> {
    const rows = await this.#read<{ readonly subjectId: string; readonly confirmed: boolean }>(
      { name: 'read links', text: READ_LINKS, values: [entries.map(bytesOf)] },
      entries.length,
    );
    return entries.map((entry, i) => {
      const row = rows[i];
      return row && { entry, subjectId: row.subjectId, confirmed: row.confirmed };
    });
  }

  override async readKeys(names: readonly KeyName[]): Promise<readonly StoredKey[]> {
    const values = [names.map(({ subjectId }) => textOf(subjectId)), names.map((name) => textOf(name.compartment))];
    const rows = await this.#read<{ readonly kekId: string | null; readonly wrapped: Uint8Array | null }>(
      { name: 'read keys', text: READ_KEYS, values },
      names.length,
    );
    return rows.map((row): StoredKey => {
      if (row === undefined) return 'noSubject';
      return row.kekId === null || row.wrapped === null ? 'noKey' : { kekId: row.kekId, wrapped: row.wrapped };
    });
  }

  override async readRealms(subjectIds: readonly string[]): Promise<readonly (string | undefined)[]> {
    const rows = await this.#read<{ readonly realm: string }>(
      { name: 'read realms', text: READ_REALMS, values: [subjectIds.map(textOf)] },
      subjectIds.length,
    );
    return rows.map((row) => row?.realm);
  }

  override async write(writes: VaultWrites): Promise<boolean> {
    try {
      await this.#connections.query({ name: 'write', text: WRITE, values: valuesOf(writes) });
      return true;
    } catch (error) {
      if (isLostRace(error)) return false;
      throw error;
    }
  }

  override async readSecrets(): Promise<ReadonlyMap<string, WrappedKey>> {
    const rows = await this.#connections.query<{ readonly name: string } & WrappedKey>({
      text: 'select name, kek_id as "kekId", wrapped from secrets',
    });
    return new Map(rows.map(({ name, kekId, wrapped }) => [name, { kekId, wrapped }]));
  }

  override async addSecrets(secrets: ReadonlyMap<string, WrappedKey>): Promise<void> {
    await this.#connections.transaction(async (client) => {
      await lockSchema(client, this.#schema);
      const { rows } = await client.query<{ readonly name: string }>('select name from secrets');
      const missing = [...secrets].filter(([name]) => !rows.some((row) => row.name === name));
      // Another process may have added them meanwhile, and may even have made subjects with them.
      if (missing.length === 0) return;
      const { rowCount } = await client.query('select 1 from subjects limit 1');
      if (rowCount !== 0) {
        throw new VaultError('damaged', "The vault's secrets are missing although it has subjects.");
      }
      for (const [name, { kekId, wrapped }] of missing) {
        await client.query('insert into secrets (name, kek_id, wrapped) values ($1, $2, $3)', [name, kekId, wrapped]);
      }
    });
  }

  override async ping(): Promise<void> {
    await this.#connections.query({ text: 'select 1 from subjects limit 1' });
  }

  override async close(): Promise<void> {
    await this.#connections.close();
  }

  /** One row, or none, for each of the `count` things asked for. */
  async #read<Row extends object>(query: pg.QueryConfig, count: number): Promise<readonly (Row | undefined)[]> {
    const answers = Array.from({ length: count }, (): Row | undefined => undefined);
    for (const row of await this.#connections.query<Row & At>(query)) answers[Number(row.at) - 1] = row;
    return answers;
  }
}

/** All of a statement's writers take their locks in this order: links by entry, then keys by name. */
function valuesOf({ subjects, links, keys, confirmations }: VaultWrites): unknown[] {
  const unconfirmed = links.filter(({ confirmed }) => !confirmed);
  const sortedKeys = [...keys].sort(byName);
  const sortedConfirmations = [...confirmations].sort((a, b) => (a.entry < b.entry ? -1 : 1));
  return [
    subjects.map(({ subjectId }) => subjectId),
    subjects.map(({ realm }) => realm),
    subjects.map(({ createdAt }) => createdAt),
    links.map(({ entry }) => bytesOf(entry)),
    links.map(({ subjectId }) => subjectId),
    unconfirmed.map(({ entry }) => bytesOf(entry)),
    unconfirmed.map(({ subjectId }) => subjectId),
    sortedKeys.map(({ subjectId }) => subjectId),
    sortedKeys.map(({ compartment }) => compartment),
    sortedKeys.map(({ key }) => key.kekId),
    sortedKeys.map(({ key }) => Buffer.from(key.wrapped)),
    sortedConfirmations.map(({ entry }) => bytesOf(entry)),
    sortedConfirmations.map(({ subjectId }) => textOf(subjectId)),
  ];
}

function byName(a: KeyName, b: KeyName): number {
  if (a.subjectId === b.subjectId) return a.compartment < b.compartment ? -1 : 1;
  return a.subjectId < b.subjectId ? -1 : 1;
}

function bytesOf(entry: string): Buffer {
  return Buffer.from(entry, 'hex');
}

/** PostgreSQL's text holds no NUL, so what has one is stored nowhere and `null` finds as much. */
function textOf(text: string): string | null {
  return text.includes('\0') ? null : text;
}
