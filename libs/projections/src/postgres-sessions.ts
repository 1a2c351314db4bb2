import { Socket } from 'node:net';
import pg from 'pg';
import { asProjectionError, breaksConnection } from './postgres-fault.ts';
import { ProjectionError } from './projection-error.ts';

/** Where read models are kept in PostgreSQL, and how long to wait for it. */
export interface PostgresReadModels {
  /** `postgres://user:password@host:port/database`, with libpq's parameters such as `sslmode`; never logged. */
  readonly connectionString: string;
  /** Made by the writer if it is not there; it must be the read models' alone. Default `read_models`. */
  readonly schema?: string;
  /** Connections of a reader. Default 4; a writer has one. */
  readonly connectionsMax?: number;
  /** How long to wait for a connection, in milliseconds. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take, in milliseconds. Default 30,000. A rebuild's may take as long as they need. */
  readonly statementTimeoutMs?: number;
  /**
   * A writer that is not heard of for so long, in milliseconds, has its session ended by the server, so that another can
   * take over. Default 5,000.
   */
  readonly stallTimeoutMs?: number;
}

/** `read` beside a projector; `write` as the projector does; `bulk` to fill a schema that is worthless until complete. */
export type SessionMode = 'read' | 'write' | 'bulk';

/** The client gives up on its own when a frozen server does not; so much later than the server would, in milliseconds. */
const SERVER_ANSWER_MS = 1_000;
/** Connections that do not end by then are cut off, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2_000;
/** `idle_session_timeout`, by which a stalled writer loses its lock, came with this version. */
const SERVER_VERSION_MIN = 140_000;

const INT8_OID = 20;

export function stallTimeoutOf({ stallTimeoutMs = 5_000 }: PostgresReadModels): number {
  return stallTimeoutMs;
}

export function schemaOf({ schema = 'read_models' }: PostgresReadModels): string {
  return schema;
}

/**
 * Connections to the schema of the read models. Lost ones are made anew when they are next needed.
 * Every failure is a `ProjectionError`; its code says what `DatabaseFault` it is.
 */
export class PostgresSessions {
  readonly schema: string;
  readonly #pool: pg.Pool;
  readonly #sockets = new Set<Socket>();
  #closing: Promise<void> | undefined;

  constructor(place: PostgresReadModels, mode: SessionMode) {
    const { connectionsMax = 4, connectTimeoutMs = 5_000, statementTimeoutMs = 30_000 } = place;
    this.schema = schemaOf(place);
    this.#pool = new pg.Pool({
      connectionString: place.connectionString,
      application_name: `personal-data-ledger read models (${mode})`,
      // A writer's lock belongs to its session, so there is only one.
      max: mode === 'read' ? connectionsMax : 1,
      idleTimeoutMillis: mode === 'read' ? 60_000 : 0,
      connectionTimeoutMillis: connectTimeoutMs,
      ...(mode === 'bulk'
        ? {}
        : { statement_timeout: statementTimeoutMs, query_timeout: statementTimeoutMs + SERVER_ANSWER_MS }),
      keepAlive: true,
      stream: () => this.#openSocket(),
      types: { getTypeParser: typeParser },
      verify: (client, done) => void prepare(client, settingsOf(mode, place)).then(() => done(), done),
    });
    // An idle connection was lost: the pool has dropped it already, and whoever comes next gets another.
    this.#pool.on('error', () => {});
    // One that is being made ready or in use: its query fails, but the client tells it by this event as well, and an
    // event that nobody listens to ends the process.
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** @param listener called with each new session before it is used. */
  onSession(listener: () => void): void {
    this.#pool.on('connect', listener);
  }

  /** The caller must `release` it, and say whether it is broken. */
  async acquire(): Promise<pg.PoolClient> {
    return this.#pool.connect().catch((error: unknown) => {
      throw asProjectionError(error);
    });
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    const client = await this.acquire();
    let broken = false;
    try {
      return (await client.query<Row>(text, [...values])).rows;
    } catch (error) {
      broken = breaksConnection(error);
      throw asProjectionError(error);
    } finally {
      client.release(broken);
    }
  }

  /** Nobody uses a session now, and there is one. */
  get isIdle(): boolean {
    return this.#pool.idleCount > 0;
  }

  /** Waits for what is under way, though not for a server that does not answer. May be called twice. */
  async close(): Promise<void> {
    this.#closing ??= this.#end();
    await this.#closing;
  }

  async #end(): Promise<void> {
    const cutOff = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, CLOSE_TIMEOUT_MS);
    await this.#pool.end();
    clearTimeout(cutOff);
  }

  #openSocket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

function settingsOf(mode: SessionMode, place: PostgresReadModels): Readonly<Record<string, string>> {
  const stall = String(stallTimeoutOf(place));
  const settings: Record<SessionMode, Readonly<Record<string, string>>> = {
    read: { default_transaction_read_only: 'on' },
    write: {
      idle_session_timeout: stall,
      idle_in_transaction_session_timeout: stall,
      tcp_user_timeout: stall,
      // Who was told that something is projected forgets it: a crash of the server must not take the position back.
      synchronous_commit: 'on',
    },
    // The last transaction of a rebuild is a writer's, and makes all those before it durable.
    bulk: { synchronous_commit: 'off', maintenance_work_mem: '256MB' },
  };
  return {
    search_path: pg.escapeIdentifier(schemaOf(place)),
    // Queries look at bounded stretches in the order of an index. Plans made for single values prefer to read tables
    // whole (30 ms instead of 4 for a search by category in 100,000 records), and making them takes longer than a history.
    plan_cache_mode: 'force_generic_plan',
    jit: 'off',
    ...settings[mode],
  };
}

async function prepare(client: pg.PoolClient, settings: Readonly<Record<string, string>>): Promise<void> {
  const { rows } = await client.query<{ readonly version: number }>(
    `select current_setting('server_version_num')::integer as version`,
  );
  if ((rows[0]?.version ?? 0) < SERVER_VERSION_MIN) {
    throw new ProjectionError('unavailable', 'The read models need PostgreSQL 14 or later.');
  }
  await client.query('select set_config(name, value, false) from unnest($1::text[], $2::text[]) as s (name, value)', [
    Object.keys(settings),
    Object.values(settings),
  ]);
}

/** Every 64-bit number here is a position, a count or an instant, and those are safe integers. */
function typeParser(oid: number, format?: 'text' | 'binary') {
  return oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format);
}
