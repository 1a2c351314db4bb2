import { CompiledQuery, sql } from 'kysely';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { copyStatement, copyText } from './postgres-copy.ts';
import { faultOfPostgres } from './postgres-fault.ts';
import { kyselyOver } from './postgres-kysely.ts';
import { PostgresSessions, stallTimeoutOf } from './postgres-sessions.ts';
import type { PostgresReadModels, SessionMode } from './postgres-sessions.ts';
import { PostgresWriterLease } from './postgres-writer-lease.ts';
import { ProjectionError } from './projection-error.ts';
import { ReadModelDatabase } from './read-model-database.ts';
import type { DatabaseFault, Dialect, InsertRows, ReadModelTransaction } from './read-model-database.ts';
import type { Tables, Uuid } from './tables.ts';

/** PostgreSQL's way of everything in which engines differ. */
export const postgresDialect: Dialect = {
  bigInteger: 'bigint',
  uuid: 'uuid',
  // Tables are heaps here; the index of the primary key alone answers what is asked of them.
  orderByPrimaryKey: (table) => table,
  valuesOf: (jsonList) => sql<string>`(select json_array_elements_text(${jsonList}::json))`,
  uuidOf: (text) => sql<Uuid>`${text}::uuid`,
  uuidsOf: (jsonList) => sql<Uuid>`(select json_array_elements_text(${jsonList}::json)::uuid)`,
};

/** About 0.6 MB at a time: bounded memory, and sent well within the stall timeout by any network. */
const COPY_ROWS_MAX = 1_000;

/** Read models in one schema of a PostgreSQL database. */
export class PostgresReadModelDatabase extends ReadModelDatabase {
  override readonly query: Kysely<Tables>;
  override readonly dialect = postgresDialect;
  readonly #sessions: PostgresSessions;
  readonly #lease: PostgresWriterLease;

  private constructor(sessions: PostgresSessions, stallTimeoutMs: number) {
    super();
    this.#sessions = sessions;
    this.#lease = new PostgresWriterLease(sessions, stallTimeoutMs);
    this.query = kyselyOver(sessions, beginOf(sessions.schema));
  }

  /**
   * @throws ProjectionError `unavailable` when the server cannot be reached, or when a reader finds no schema.
   */
  static async open(place: PostgresReadModels, mode: SessionMode): Promise<PostgresReadModelDatabase> {
    const sessions = new PostgresSessions(place, mode);
    const database = new PostgresReadModelDatabase(sessions, stallTimeoutOf(place));
    try {
      if (mode !== 'read') await database.#createSchema();
      else if (!(await database.#hasSchema())) {
        throw new ProjectionError('unavailable', 'There are no read models yet.');
      }
      return database;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  override async lead(signal: AbortSignal): Promise<void> {
    await this.#lease.wait(signal);
  }

  /** @throws ProjectionError `locked` when another writer leads. */
  async leadAtOnce(): Promise<void> {
    if (await this.#lease.take()) return;
    throw new ProjectionError(
      'locked',
      'The read models are in use by a running service or a rebuild. Stop it and try again.',
    );
  }

  /** What a filled schema needs to be read as quickly as one that grew: statistics, and pages known to be seen by all. */
  async finishBulk(): Promise<void> {
    const tables = await this.#sessions.query<{ readonly name: string }>(
      'select tablename as name from pg_tables where schemaname = $1',
      [this.#sessions.schema],
    );
    await this.#sessions.query(`vacuum (analyze) ${tables.map(({ name }) => pg.escapeIdentifier(name)).join(', ')}`);
  }

  override async transaction<T>(work: (tx: ReadModelTransaction) => Promise<T>): Promise<T> {
    return this.query.transaction().execute(async (query) => {
      this.#lease.mustHold();
      return work({ query, dialect: this.dialect, insertRows: (insert) => this.#insert(query, insert) });
    });
  }

  override faultOf(error: unknown): DatabaseFault {
    return faultOfPostgres(error);
  }

  override async close(): Promise<void> {
    this.#lease.close();
    await this.query.destroy();
    await this.#sessions.close();
  }

  async #hasSchema(): Promise<boolean> {
    const rows = await this.#sessions.query('select 1 from pg_namespace where nspname = $1', [this.#sessions.schema]);
    return rows.length > 0;
  }

  async #createSchema(): Promise<void> {
    await this.query.transaction().execute(async (tx) => {
      await tx.schema.createSchema(this.#sessions.schema).ifNotExists().execute();
    });
  }

  async #insert(query: Kysely<Tables>, insert: InsertRows): Promise<void> {
    if (insert.rows.length === 0) return;
    if (insert.onConflict === 'ignore') {
      for (const row of insert.rows) await query.executeQuery(CompiledQuery.raw(insertStatement(insert), [...row]));
      return;
    }
    for (let from = 0; from < insert.rows.length; from += COPY_ROWS_MAX) {
      const rows = copyText(insert.rows.slice(from, from + COPY_ROWS_MAX));
      await query.executeQuery(CompiledQuery.raw(copyStatement(insert), [rows]));
    }
  }
}

/**
 * Transactions of all writers follow one another, so the position that one reads is still true when it is stored, and
 * tables are made once. The lock goes with the transaction.
 */
function beginOf(schema: string): string {
  const name = pg.escapeLiteral(`personal-data-ledger read models ${schema}: transactions`);
  return `begin; select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** For the few rows that may be there already: COPY cannot pass over them. */
function insertStatement({ table, columns }: InsertRows): string {
  const names = columns.map((column) => pg.escapeIdentifier(column));
  const values = columns.map((_, at) => `$${String(at + 1)}`);
  return (
    `insert into ${pg.escapeIdentifier(table)} (${names.join(', ')}) values (${values.join(', ')}) ` +
    'on conflict do nothing'
  );
}
