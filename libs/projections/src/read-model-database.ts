import type { CreateTableBuilder, Kysely, RawBuilder, Transaction } from 'kysely';
import type { Tables, Uuid } from './tables.ts';

/** A value as both engines take it. Booleans are 0 or 1, instants are epoch milliseconds. */
export type SqlValue = string | number | null;

export interface InsertRows {
  readonly table: keyof Tables;
  readonly columns: readonly string[];
  /** One array of values for each row, in the order of `columns`. */
  readonly rows: readonly (readonly SqlValue[])[];
  /** What to do about a row that is already there. Default `fail`. */
  readonly onConflict?: 'fail' | 'ignore';
  /** Those of the columns that hold a UUID; their values are its text. */
  readonly uuids?: readonly string[];
}

/** What questions are put to: a database, or a transaction in it. */
export interface Queryable {
  readonly query: Kysely<Tables>;
}

/** Rows of one batch of events and the position reached: they stand or fall together. */
export interface ReadModelTransaction {
  readonly query: Transaction<Tables>;
  /** Many rows of the same kind, by the quickest way the engine has. */
  insertRows(insert: InsertRows): Promise<void>;
  readonly dialect: Dialect;
}

/** Everything in which engines differ. SQL that is not written here must be understood by each of them. */
export interface Dialect {
  /** Column type of a 64-bit whole number. */
  readonly bigInteger: 'integer' | 'bigint';
  /** Column type of a UUID: the many rows that have some, and the indices on them, are a third smaller than with text. */
  readonly uuid: 'blob' | 'uuid';
  /** Lay a table's rows in the order of its primary key, where the engine can do that. */
  orderByPrimaryKey<T extends string>(table: CreateTableBuilder<T>): CreateTableBuilder<T>;
  /** The values as a one-column subquery that costs one parameter however many there are. */
  valuesOf(jsonList: RawBuilder<string>): RawBuilder<string>;
  /** The UUID that a text writes, as its columns keep it. The text must be a UUID. */
  uuidOf(text: RawBuilder<string>): RawBuilder<Uuid>;
  /** Like `valuesOf`, of texts that are UUIDs. */
  uuidsOf(jsonList: RawBuilder<string>): RawBuilder<Uuid>;
}

/** Why the database failed: `transient` is worth another try, `constraint` blames the rows, `damaged` the file. */
export type DatabaseFault = 'transient' | 'constraint' | 'damaged' | 'other';

/**
 * An SQL database that holds read models. One instance is either a reader (many may exist beside a writer)
 * or a writer. Of several writers one leads: it holds the lock that keeps other projectors and rebuilds out.
 */
export abstract class ReadModelDatabase {
  abstract readonly query: Kysely<Tables>;
  abstract readonly dialect: Dialect;

  /** Run `work` in one transaction; a rejection rolls everything back. Calls must not overlap. */
  abstract transaction<T>(work: (tx: ReadModelTransaction) => Promise<T>): Promise<T>;

  /**
   * Wait until this writer is the one that projects, or until `signal` is aborted. When it no longer is, transactions
   * fail with `locked` until it has been called again; others may have moved the position meanwhile.
   * @throws ProjectionError `unavailable`
   */
  abstract lead(signal: AbortSignal): Promise<void>;

  abstract faultOf(error: unknown): DatabaseFault;

  /** Let go of the file and of the writer's lock. May be called twice. */
  abstract close(): Promise<void>;
}
