import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect, SqliteDriver, sql } from 'kysely';
import type { DatabaseConnection, Driver, SqliteDatabase, SqliteDialectConfig } from 'kysely';
import { ProjectionError, codeOf } from './projection-error.ts';
import { ReadModelDatabase } from './read-model-database.ts';
import type { DatabaseFault, Dialect, InsertRows, ReadModelTransaction } from './read-model-database.ts';
import type { Tables, Uuid } from './tables.ts';

/**
 * How a file is opened: `read` beside a running projector; `write` as the projector does; `bulk` to fill a new file
 * that is worthless until it is complete.
 */
export type SqliteMode = 'read' | 'write' | 'bulk';

export interface OpenSqlite {
  readonly file: string;
  readonly mode: SqliteMode;
}

/** Statements kept compiled on one connection. Every shape of query of this library fits in several times over. */
const STATEMENTS_MAX = 512;
/** How long a connection waits for another's lock, in milliseconds. Writers are alone, so only checkpoints are met. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * `synchronous=NORMAL` is enough where the position lies in the same file: a power cut may take the last transactions and
 * then takes the position with them, and the file stays whole. `OFF` saves a tenth of the time and may leave pages of
 * different transactions side by side, which nobody would notice. Files are not mapped into memory: of millions of records
 * that would be all the memory a process may have, counted once for each connection. The page cache is in KiB (negative);
 * a reader's is emptied by each transaction of the writer. The checkpoint is in pages of 4 KiB.
 */
const PRAGMAS: Record<SqliteMode, readonly string[]> = {
  read: ['query_only = ON', 'cache_size = -8192'],
  write: [
    'journal_mode = WAL',
    'synchronous = NORMAL',
    'wal_autocheckpoint = 10000',
    'journal_size_limit = 67108864',
    'cache_size = -32768',
  ],
  bulk: [
    'journal_mode = MEMORY',
    'synchronous = OFF',
    'locking_mode = EXCLUSIVE',
    'cache_size = -131072',
    'threads = 2',
  ],
};

/** SQLite's way of everything in which engines differ. */
export const sqliteDialect: Dialect = {
  bigInteger: 'integer',
  uuid: 'blob',
  orderByPrimaryKey: (table) => table.modifyEnd(sql`without rowid`),
  valuesOf: (jsonList) => sql<string>`(select value from json_each(${jsonList}))`,
  uuidOf: (text) => sql<Uuid>`unhex(${text}, '-')`,
  uuidsOf: (jsonList) => sql<Uuid>`(select unhex(value, '-') from json_each(${jsonList}))`,
};

/** Read models in one SQLite file of their own. */
export class SqliteReadModelDatabase extends ReadModelDatabase {
  override readonly query: Kysely<Tables>;
  override readonly dialect = sqliteDialect;
  readonly #connection: Database.Database;
  readonly #statements: StatementCache;
  readonly #lock: Database.Database | undefined;

  private constructor(connection: Database.Database, lock: Database.Database | undefined) {
    super();
    this.#connection = connection;
    this.#lock = lock;
    this.#statements = new StatementCache(connection);
    this.query = new Kysely<Tables>({ dialect: new CachingSqliteDialect(connection, this.#statements) });
  }

  /**
   * @throws ProjectionError `unavailable` when a reader finds no file; `locked` when another writer has it;
   *   `damaged` when the file is no database.
   */
  static open({ file, mode }: OpenSqlite): SqliteReadModelDatabase {
    const lock = mode === 'write' ? lockReadModels(file) : undefined;
    let connection: Database.Database | undefined;
    try {
      connection = new Database(file, { fileMustExist: mode === 'read', timeout: BUSY_TIMEOUT_MS });
      for (const pragma of PRAGMAS[mode]) connection.pragma(pragma);
      connection.prepare('select count(*) from sqlite_schema').get();
      return new SqliteReadModelDatabase(connection, lock);
    } catch (error) {
      connection?.close();
      lock?.close();
      throw faultOfSqlite(error) === 'damaged'
        ? new ProjectionError('damaged', 'The read-model file is damaged. Run `pdl rebuild`.', { cause: error })
        : new ProjectionError('unavailable', 'The read-model file cannot be opened.', { cause: error });
    }
  }

  /** The lock on the file was taken when it was opened, and a process does not lose it. */
  override async lead(): Promise<void> {}

  override async transaction<T>(work: (tx: ReadModelTransaction) => Promise<T>): Promise<T> {
    return this.query
      .transaction()
      .execute((query) => work({ query, dialect: this.dialect, insertRows: async (insert) => this.#insert(insert) }));
  }

  /** Turn a filled file into one that readers and a projector open. */
  finishBulk(): void {
    this.#connection.pragma('locking_mode = NORMAL');
    this.#connection.pragma('journal_mode = WAL');
  }

  override faultOf(error: unknown): DatabaseFault {
    return faultOfSqlite(error);
  }

  override async close(): Promise<void> {
    await this.query.destroy();
    this.#connection.close();
    this.#lock?.close();
  }

  /** A prepared single-row statement: on SQLite as quick as any multi-row form, and it needs no parameter arithmetic. */
  #insert({ table, columns, rows, onConflict = 'fail', uuids = [] }: InsertRows): void {
    if (rows.length === 0) return;
    const values = columns.map((column) => (uuids.includes(column) ? "unhex(?, '-')" : '?'));
    const statement = this.#statements.prepare(
      `insert into "${table}" (${columns.map((column) => `"${column}"`).join(', ')}) ` +
        `values (${values.join(', ')})${onConflict === 'ignore' ? ' on conflict do nothing' : ''}`,
    );
    for (const row of rows) statement.run(row);
  }
}

/**
 * Take the writer's lock: an exclusive transaction on a file beside the read models, held until closed.
 * The operating system drops it with the process, so a crash leaves nothing to clean up.
 */
export function lockReadModels(file: string): Database.Database {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(`${file}.lock`, { timeout: 0 });
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if (codeOf(error)?.startsWith('SQLITE_BUSY') !== true) {
      throw new ProjectionError('unavailable', 'The lock of the read models cannot be taken.', { cause: error });
    }
    throw new ProjectionError(
      'locked',
      'The read models are in use by a running service or a rebuild. Stop it and try again.',
      { cause: error },
    );
  }
}

/** Bring everything written to `path`, a file or a directory, to the disk. */
export function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Empty and remove the write-ahead log of a file that is about to be replaced: its successor must not have it applied.
 * A file too damaged for that loses its log unread.
 */
export function discardWriteAheadLog(file: string): void {
  if (existsSync(file)) {
    let connection: Database.Database | undefined;
    try {
      connection = new Database(file, { timeout: BUSY_TIMEOUT_MS });
      connection.pragma('wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (faultOfSqlite(error) !== 'damaged') throw error;
    } finally {
      connection?.close();
    }
  }
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
}

/** Kysely prepares on every call; compiling the statement costs more than most of our queries. */
class StatementCache implements SqliteDatabase {
  readonly #connection: Database.Database;
  readonly #statements = new Map<string, Database.Statement<unknown[]>>();

  constructor(connection: Database.Database) {
    this.#connection = connection;
  }

  prepare(text: string): Database.Statement<unknown[]> {
    let statement = this.#statements.get(text);
    if (statement !== undefined) return statement;
    statement = this.#connection.prepare<unknown[]>(text);
    if (this.#statements.size >= STATEMENTS_MAX) this.#statements.clear();
    this.#statements.set(text, statement);
    return statement;
  }

  close(): void {
    this.#connection.close();
  }
}

class CachingSqliteDialect extends SqliteDialect {
  readonly #connection: Database.Database;
  readonly #config: SqliteDialectConfig;

  constructor(connection: Database.Database, statements: StatementCache) {
    const config = { database: statements } as unknown as SqliteDialectConfig;
    super(config);
    this.#connection = connection;
    this.#config = config;
  }

  override createDriver(): Driver {
    return new SafeRollbackDriver(this.#config, this.#connection);
  }
}

/** SQLite rolls back by itself on some failures (disk full, I/O); rolling back again would hide the first error. */
class SafeRollbackDriver extends SqliteDriver {
  readonly #connection: Database.Database;

  constructor(config: SqliteDialectConfig, connection: Database.Database) {
    super(config);
    this.#connection = connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#connection.inTransaction) await super.rollbackTransaction(connection);
  }
}

function faultOfSqlite(error: unknown): DatabaseFault {
  const code = codeOf(error) ?? '';
  if (code.startsWith('SQLITE_CONSTRAINT')) return 'constraint';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'damaged';
  return /^SQLITE_(BUSY|LOCKED|FULL|IOERR|NOMEM|READONLY|CANTOPEN|PROTOCOL|INTERRUPT)/.test(code)
    ? 'transient'
    : 'other';
}
