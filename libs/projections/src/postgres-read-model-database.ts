import { CompiledQuery, sql } from 'kysely';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { faultOfPostgres } from './postgres-fault.ts';
import { kyselyOver } from './postgres-kysely.ts';
import { PostgresSessions, stallTimeoutOf } from './postgres-sessions.ts';
import type { PostgresReadModels, SessionMode } from './postgres-sessions.ts';
import { PostgresWriterLease } from './postgres-writer-lease.ts';
import { ProjectionError } from './projection-error.ts';
import { ReadModelDatabase } from './read-model-database.ts';
import type { DatabaseFault, Dialect, InsertRows, ReadModelTransaction, SqlValue } from './read-model-database.ts';
import type { Tables } from './tables.ts';

/** PostgreSQL's way of everything in which engines differ. */
export const postgresDialect: Dialect = {
  bigInteger: 'bigint',
  // Tables are heaps here; the index of the primary key alone answers what is asked of them.
  orderByPrimaryKey: (table) => table,
  valuesOf: (jsonList) => sql<string>`(select json_array_elements_text(${jsonList}::json))`,
};

/** Read models in one schema of a PostgreSQL database. */
export class PostgresReadModelDatabase extends ReadModelDatabase {
  override readonly query: Kysely<Tables>;
  override readonly dialect = postgresDialect;
  readonly #sessions: PostgresSessions;
  readonly #lease: PostgresWriterLease;
  readonly #inserts = new Map<string, string>();

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

  /** One array for each column: the statement stays the same however many rows there are. */
  async #insert(query: Kysely<Tables>, { table, columns, rows, onConflict = 'fail' }: InsertRows): Promise<void> {
    if (rows.length === 0) return;
    const key = [table, onConflict, ...columns].join(' ');
    let statement = this.#inserts.get(key);
    if (statement === undefined) {
      statement = await insertStatement(query, { table, columns, onConflict });
      this.#inserts.set(key, statement);
    }
    const values = columns.map((_, at) => rows.map((row) => row[at] ?? null));
    await query.executeQuery(CompiledQuery.raw(statement, values satisfies SqlValue[][]));
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

async function insertStatement(
  query: Kysely<Tables>,
  { table, columns, onConflict }: Required<Omit<InsertRows, 'rows'>>,
): Promise<string> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = to_regclass(${table}) and attnum > 0 and not attisdropped`.execute(query);
  const types = new Map(rows.map(({ name, type }) => [name, type]));
  const arrays = columns.map((column, at) => `$${String(at + 1)}::${types.get(column) ?? 'text'}[]`);
  const names = columns.map((column) => pg.escapeIdentifier(column));
  return (
    `insert into ${pg.escapeIdentifier(table)} (${names.join(', ')}) ` +
    `select * from unnest(${arrays.join(', ')})${onConflict === 'ignore' ? ' on conflict do nothing' : ''}`
  );
}
