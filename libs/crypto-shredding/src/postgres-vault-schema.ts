import pg from 'pg';
import type { PostgresConnections } from './postgres-vault-connections.ts';
import { VaultError } from './vault.ts';

const SCHEMA_VERSION = 1;

/** `collate "C"` compares bytes: faster than any language's order, and untouched by upgrades of the system's locales. */
const TABLES: Readonly<Record<string, string>> = {
  // Tells a vault from any other schema.
  vault_format: 'create table vault_format (version integer not null)',
  subjects: `create table subjects (
    subject_id text collate "C" not null primary key,
    realm text collate "C" not null,
    created_at timestamptz not null
  )`,
  blind_index: `create table blind_index (
    entry bytea not null primary key,
    subject_id text collate "C" not null
  )`,
  // Apart from the index and always small: a flag in the index would have every random page of it written twice.
  unconfirmed_links: `create table unconfirmed_links (
    entry bytea not null primary key,
    subject_id text collate "C" not null
  )`,
  data_keys: `create table data_keys (
    subject_id text collate "C" not null,
    compartment text collate "C" not null,
    kek_id text collate "C" not null,
    wrapped bytea not null,
    primary key (subject_id, compartment)
  )`,
  secrets: `create table secrets (
    name text collate "C" not null primary key,
    kek_id text collate "C" not null,
    wrapped bytea not null
  )`,
};

/**
 * Check that the schema holds a vault, or make one of an empty schema. Any number of processes may do so at once.
 * @throws VaultError `damaged` where something else is there, or nothing although `create` is false.
 */
export async function prepareSchema(
  connections: PostgresConnections,
  schema: string,
  { create }: { readonly create: boolean },
): Promise<void> {
  await connections.transaction(async (client) => {
    await lockSchema(client, schema);
    const present = await tablesOf(client, schema);
    if (present.size === 0) {
      if (!create) {
        throw new VaultError(
          'damaged',
          'There is no vault where one must be: without its keys the log cannot be read.',
        );
      }
      await createTables(client, schema);
    } else {
      await checkTables(client, present);
    }
  });
}

/** Held until the transaction ends: one process at a time makes tables or secrets. */
export async function lockSchema(client: pg.ClientBase, schema: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`personal-data-ledger vault ${schema}`]);
}

async function tablesOf(client: pg.ClientBase, schema: string): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ readonly name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p')`,
    [schema],
  );
  return new Set(rows.map(({ name }) => name));
}

async function createTables(client: pg.ClientBase, schema: string): Promise<void> {
  await client.query(`create schema if not exists ${pg.escapeIdentifier(schema)}`);
  for (const table of Object.values(TABLES)) await client.query(table);
  await client.query('insert into vault_format (version) values ($1)', [SCHEMA_VERSION]);
}

async function checkTables(client: pg.ClientBase, present: ReadonlySet<string>): Promise<void> {
  if (!present.has('vault_format')) throw new VaultError('damaged', 'The schema holds tables, but not a vault.');
  const { rows } = await client.query<{ readonly version: number }>('select version from vault_format');
  const version = rows[0]?.version;
  if (version !== SCHEMA_VERSION || rows.length !== 1) {
    throw new VaultError('damaged', `The vault has schema version ${version}; this program knows ${SCHEMA_VERSION}.`);
  }
  for (const table of Object.keys(TABLES)) {
    if (!present.has(table)) throw new VaultError('damaged', `The vault lacks its table ${table}.`);
  }
}
