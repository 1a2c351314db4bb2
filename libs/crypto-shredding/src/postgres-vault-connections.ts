import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { asVaultError, breaksConnection, isLostRace } from './postgres-vault-error.ts';
import { VaultError } from './vault.ts';

export interface PostgresConnectionOptions {
  /** `postgres://user:password@host:port/database`, with libpq's parameters such as `sslmode`; never logged. */
  readonly connectionString: string;
  /** Connections of this vault. Default 4: one writes, the others read. */
  readonly connectionsMax?: number;
  /** How long to wait for a connection, in milliseconds. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** How long one statement may take, waiting for locks included, in milliseconds. Default 10,000. */
  readonly statementTimeoutMs?: number;
}

/** The client gives up on its own when a frozen server does not; so much later than the server would, in milliseconds. */
const SERVER_ANSWER_MS = 1_000;
/** Connections that do not end by then are cut off, in milliseconds. */
const CLOSE_TIMEOUT_MS = 2_000;
/** How long a lock is waited for that a connection may hold which has just been closed: three seconds. */
const LOCK_PAUSE_MS = 100;
const LOCK_TRIES_MAX = 30;

/** Whose connections they are. */
export interface ConnectedVault {
  readonly schema: string;
  /** The key-encryption key that the vault wraps with. */
  readonly kekId: string;
}

interface Durability {
  readonly commit: string;
  readonly fsync: string;
  readonly fullPageWrites: string;
}

/**
 * The vault's connections to PostgreSQL. Lost ones are made anew when they are next needed, so the vault recovers with the
 * server. Every failure is a `VaultError`, except what `isLostRace` tells of a statement.
 */
export class PostgresConnections {
  readonly #pool: pg.Pool;
  readonly #schema: string;
  readonly #sockets = new Set<Socket>();

  constructor(options: PostgresConnectionOptions, vault: ConnectedVault) {
    const { connectTimeoutMs = 5_000, statementTimeoutMs = 10_000 } = options;
    this.#schema = vault.schema;
    this.#pool = new pg.Pool({
      connectionString: options.connectionString,
      application_name: 'personal-data-ledger vault',
      max: options.connectionsMax ?? 4,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + SERVER_ANSWER_MS,
      keepAlive: true,
      stream: () => this.#openSocket(),
      verify: (client, done) => void prepare(client, vault).then(() => done(), done),
    });
    // An idle connection was lost: the pool has dropped it already, and whoever comes next gets another.
    this.#pool.on('error', () => {});
    // One that is being made ready or in use: its query fails, but the client tells it by this event as well, and an
    // event that nobody listens to ends the process.
    this.#pool.on('connect', (client) => client.on('error', () => {}));
  }

  /** Runs one statement, a transaction of its own. */
  async query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<readonly Row[]> {
    return this.#withClient(async (client) => (await client.query<Row>(query)).rows);
  }

  async transaction<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    return this.#withClient(async (client) => {
      await client.query('begin');
      try {
        const result = await work(client);
        await client.query('commit');
        return result;
      } catch (error) {
        if (!breaksConnection(error)) await client.query('rollback');
        throw error;
      }
    });
  }

  /**
   * Meanwhile no vault that wraps with that key can connect.
   * @throws VaultError `locked` where one is connected, or somebody else does this.
   */
  async whileNobodyWrapsWith<T>(kekId: string, work: () => Promise<T>): Promise<T> {
    return this.transaction(async (client) => {
      const isFree = async (): Promise<boolean> => {
        const { rows } = await client.query<{ readonly isFree: boolean }>(
          'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as "isFree"',
          [wrappingLock({ schema: this.#schema, kekId })],
        );
        return rows[0]?.isFree === true;
      };
      // The server lets go of a closed connection's locks a moment after the connection is gone.
      for (let tries = 0; !(await isFree()); tries++) {
        if (tries < LOCK_TRIES_MAX) {
          await delay(LOCK_PAUSE_MS);
          continue;
        }
        throw new VaultError(
          'locked',
          'A service still wraps keys with the key-encryption key that is to be replaced.',
        );
      }
      return work();
    });
  }

  /** Waits for what is under way, though not for a server that does not answer. */
  async close(): Promise<void> {
    const cutOff = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, CLOSE_TIMEOUT_MS);
    await this.#pool.end();
    clearTimeout(cutOff);
  }

  async #withClient<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw asVaultError(error);
    });
    let broken = false;
    try {
      return await work(client);
    } catch (error) {
      broken = breaksConnection(error);
      throw isLostRace(error) ? error : asVaultError(error);
    } finally {
      client.release(broken);
    }
  }

  #openSocket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

/** Makes a new connection the vault's: its schema, durable commits, and no plan but a look-up by key. */
async function prepare(client: pg.PoolClient, { schema, kekId }: ConnectedVault): Promise<void> {
  // Statistics that lag behind a growing table must not talk the planner into reading all of it.
  const { rows } = await client.query<Durability & { readonly mayWrap: boolean }>({
    text: `select set_config('search_path', $1, false), set_config('enable_seqscan', 'off', false),
       set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false),
       case current_setting('synchronous_commit') when 'remote_apply' then 'remote_apply'
         else set_config('synchronous_commit', 'on', false) end as commit,
       current_setting('fsync') as fsync, current_setting('full_page_writes') as "fullPageWrites",
       pg_try_advisory_lock_shared(hashtextextended($2, 0)) as "mayWrap"`,
    values: [pg.escapeIdentifier(schema), wrappingLock({ schema, kekId })],
  });
  if (!rows.every(isDurable)) {
    throw new VaultError(
      'unavailable',
      'PostgreSQL is set up to lose what it acknowledged: fsync, full_page_writes and synchronous_commit must be on.',
    );
  }
  if (!rows.every(({ mayWrap }) => mayWrap)) {
    throw new VaultError('wrongKeyEncryptionKey', 'This key-encryption key is being replaced by another one just now.');
  }
}

/** Shared by every connection of a vault that wraps with that key, as long as it lasts. */
function wrappingLock({ schema, kekId }: ConnectedVault): string {
  return `personal-data-ledger vault ${schema} wrapped by ${kekId}`;
}

/** `remote_apply` is `on` and more; everything else acknowledges before the log is on this server's disk. */
export function isDurable({ commit, fsync, fullPageWrites }: Durability): boolean {
  return (commit === 'on' || commit === 'remote_apply') && fsync === 'on' && fullPageWrites === 'on';
}
