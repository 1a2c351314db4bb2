import { CompiledQuery, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { DatabaseConnection, DataTypeNode, Driver, QueryResult } from 'kysely';
import type pg from 'pg';
import { CopyIn } from './postgres-copy.ts';
import { asProjectionError, breaksConnection } from './postgres-fault.ts';
import type { PostgresSessions } from './postgres-sessions.ts';
import { ProjectionError } from './projection-error.ts';
import type { Tables } from './tables.ts';

/** Statements kept prepared on one connection. Every shape of query of this library fits in several times over. */
const STATEMENTS_MAX = 512;

/** @param begin Statements that open a transaction. */
export function kyselyOver(sessions: PostgresSessions, begin: string): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new SessionDriver(sessions, begin),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new BytewiseQueryCompiler(),
    },
  });
}

/** Text is compared byte by byte, as SQLite does: quicker than any language's order, and the same in each. */
class BytewiseQueryCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    this.append(node.dataType === 'text' ? 'text collate "C"' : node.dataType);
  }
}

class SessionDriver implements Driver {
  readonly #sessions: PostgresSessions;
  readonly #begin: string;
  readonly #names = new Map<string, string>();

  constructor(sessions: PostgresSessions, begin: string) {
    this.#sessions = sessions;
    this.#begin = begin;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SessionConnection> {
    return new SessionConnection(await this.#sessions.acquire(), (text) => this.#nameOf(text));
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(this.#begin));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  /** A lost connection has rolled back already; saying so would hide the first error. */
  async rollbackTransaction(connection: SessionConnection): Promise<void> {
    if (!connection.isBroken) await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined);
  }

  async releaseConnection(connection: SessionConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#sessions.close();
  }

  #nameOf(text: string): string | undefined {
    let name = this.#names.get(text);
    if (name === undefined && this.#names.size < STATEMENTS_MAX) {
      name = `pdl${String(this.#names.size)}`;
      this.#names.set(text, name);
    }
    return name;
  }
}

class SessionConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #nameOf: (text: string) => string | undefined;
  isBroken = false;

  constructor(client: pg.PoolClient, nameOf: (text: string) => string | undefined) {
    this.#client = client;
    this.#nameOf = nameOf;
    client.on('error', this.#lost);
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { rows, rowCount, command } = await this.#run(sql, parameters);
      // PostgreSQL answers a commit after a failed statement with a rollback.
      if (sql === 'commit' && command === 'ROLLBACK') {
        throw new ProjectionError('projectionFault', 'A failed transaction was about to be committed.');
      }
      return { rows: rows ?? [], numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      if (!(error instanceof ProjectionError)) this.isBroken ||= breaksConnection(error);
      throw asProjectionError(error);
    }
  }

  // eslint-disable-next-line require-yield -- kysely asks for a generator; this one only refuses
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new ProjectionError('projectionFault', 'Read models are read in pages, never as a stream.');
  }

  release(): void {
    this.#client.off('error', this.#lost);
    this.#client.release(this.isBroken);
  }

  readonly #lost = (): void => {
    this.isBroken = true;
  };

  async #run(text: string, parameters: readonly unknown[]): Promise<Partial<pg.QueryResult>> {
    if (parameters.length === 0) return this.#client.query(text);
    if (text.startsWith('copy ')) {
      await this.#client.query(new CopyIn(text, String(parameters[0]))).done;
      return {};
    }
    const name = this.#nameOf(text);
    return this.#client.query({ text, values: [...parameters], ...(name === undefined ? {} : { name }) });
  }
}
