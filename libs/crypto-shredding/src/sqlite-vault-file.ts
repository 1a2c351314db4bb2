import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { DIGEST_TABLE, digestOf, isWorthChecking } from './sqlite-vault-digest.ts';
import { VaultError } from './vault.ts';

/** "PdlV" in ASCII: tells a vault from any other SQLite file (`pragma application_id`). */
const APPLICATION_ID = 0x50_64_6c_56;
/** Version 1 had no `contents`. */
const SCHEMA_VERSION = 2;

/** Pages of 4 KiB. Fewer would write the index's random pages more often; more would hold the event loop for longer. */
const WAL_AUTOCHECKPOINT_PAGES = 4_000;
const CACHE_KIB = 16_384;

const TABLES: Readonly<Record<string, string>> = {
  subjects: `create table subjects (
    subject_id text not null primary key,
    realm text not null,
    created_at text not null
  ) without rowid`,
  blind_index: `create table blind_index (
    entry blob not null primary key,
    subject_id text not null
  ) without rowid`,
  // Apart from the index and always small: a flag in the index would have every random page of it written twice.
  unconfirmed_links: `create table unconfirmed_links (
    entry blob not null primary key,
    subject_id text not null
  ) without rowid`,
  data_keys: `create table data_keys (
    subject_id text not null,
    compartment text not null,
    kek_id text not null,
    wrapped blob not null,
    primary key (subject_id, compartment)
  ) without rowid`,
  secrets: `create table secrets (
    name text not null primary key,
    kek_id text not null,
    wrapped blob not null
  ) without rowid`,
  contents: DIGEST_TABLE,
};

export interface VaultFile {
  readonly database: Database.Database;
  close(): void;
}

/**
 * Open the vault's file for this process alone, or make it.
 * @throws VaultError `locked`, `damaged`, `unavailable`.
 */
export function openVaultFile(file: string, { create }: { readonly create: boolean }): VaultFile {
  if (!create && !existsSync(file)) {
    throw new VaultError('damaged', 'There is no vault where one must be: without its keys the log cannot be read.');
  }
  const opened: Database.Database[] = [];
  const close = () => {
    // The lock goes last.
    for (const database of opened.toReversed()) database.close();
  };
  try {
    makeFile(file);
    opened.push(takeLock(`${file}.lock`));
    const database = new Database(file, { timeout: 0 });
    opened.push(database);
    prepare(database, { create });
    return { database, close };
  } catch (error) {
    close();
    throw asVaultError(error);
  }
}

/** Owner only; SQLite gives its -wal and -shm files the same permissions. */
function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

/** Held by an open transaction on a file of its own, so the operating system lets go of it however the process ends. */
function takeLock(lockFile: string): Database.Database {
  const lock = new Database(lockFile, { timeout: 0 });
  try {
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    if (codeOf(error).startsWith('SQLITE_BUSY')) {
      throw new VaultError('locked', 'Another process has the vault open; one vault file serves one process.');
    }
    throw error;
  }
}

function prepare(database: Database.Database, { create }: { readonly create: boolean }): void {
  const fresh = database.prepare('select count(*) from sqlite_schema').pluck().get() === 0;
  const applicationId = database.pragma('application_id', { simple: true });
  if (fresh && applicationId === 0) {
    if (!create) throw new VaultError('damaged', 'The vault is empty although it must not be: its keys are lost.');
  } else if (applicationId !== APPLICATION_ID) {
    throw new VaultError('damaged', 'The file is a database, but not a vault.');
  }
  setDurable(database);
  if (fresh) createTables(database);
  else if (database.pragma('user_version', { simple: true }) === 1) addDigest(database);
  const version = database.pragma('user_version', { simple: true });
  if (version !== SCHEMA_VERSION) {
    throw new VaultError(
      'damaged',
      `The vault has schema version ${String(version)}; this program knows ${SCHEMA_VERSION}.`,
    );
  }
  check(database);
}

function setDurable(database: Database.Database): void {
  database.pragma('journal_mode = wal');
  database.pragma('synchronous = full');
  database.pragma(`wal_autocheckpoint = ${WAL_AUTOCHECKPOINT_PAGES}`);
  database.pragma(`cache_size = -${CACHE_KIB}`);
  const journal = database.pragma('journal_mode', { simple: true });
  const synchronous = database.pragma('synchronous', { simple: true });
  if (journal !== 'wal' || synchronous !== 2) {
    throw new VaultError(
      'unavailable',
      'The file system does not let SQLite write durably (WAL with synchronous=FULL).',
    );
  }
}

function createTables(database: Database.Database): void {
  database.transaction(() => {
    for (const table of Object.values(TABLES)) database.exec(table);
    database.exec('insert into contents (id, digest) values (1, 0)');
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
  })();
}

/** From version 1 on: what is there now is what is held to from here on. */
function addDigest(database: Database.Database): void {
  database.transaction(() => {
    database.exec(DIGEST_TABLE);
    database.prepare('insert into contents (id, digest) values (1, ?)').run(digestOf(database));
    database.pragma('user_version = 2');
  })();
}

/** About 0.5 s for a million subjects. */
function check(database: Database.Database): void {
  const fault = database.pragma('quick_check(1)', { simple: true });
  if (fault !== 'ok') throw new VaultError('damaged', `The vault's file is damaged: ${String(fault)}`);
  const present = new Set(database.prepare("select name from sqlite_schema where type = 'table'").pluck().all());
  for (const table of Object.keys(TABLES)) {
    if (!present.has(table)) throw new VaultError('damaged', `The vault lacks its table ${table}.`);
  }
  const digest = database.prepare('select digest from contents').pluck().get();
  if (typeof digest !== 'number') throw new VaultError('damaged', 'The vault lacks the sum over its contents.');
  if (isWorthChecking(database) && digest !== digestOf(database)) {
    throw new VaultError(
      'damaged',
      "The vault's index, subjects or keys are damaged: they are not as they were written.",
    );
  }
}

/** SQLite's errors in the vault's words. Their own messages name tables and columns, never a value. */
export function asVaultError(error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  const code = codeOf(error);
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new VaultError('damaged', `The vault's file is damaged or is no vault (${code}).`, { cause: error });
  }
  if (code === 'SQLITE_FULL') {
    return new VaultError('unavailable', 'The disk of the vault is full; nothing was written.', { cause: error });
  }
  return new VaultError('unavailable', `The vault's file cannot be used (${code}).`, { cause: error });
}

/** By its shape: where several contexts of one process load SQLite, its errors are of the class of the first. */
export function codeOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
  return hasCode ? String(error.code) : 'unknown error';
}
