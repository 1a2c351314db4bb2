import { randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { LocalKeyWrapper, loadKeyEncryptionKey, PostgresVault } from '#libs/crypto-shredding';
import { EventStoreDbEventStore } from '#libs/event-store';
import { EventLogServer } from './event-log-server.ts';
import { LedgerProcess, newDataDir } from './ledger-process.ts';
import { PostgresServer } from './postgres-server.ts';
import { TcpGate } from './tcp-gate.ts';

/** With the log of earlier runs on the same server, on a busy machine. Milliseconds. */
const CATCH_UP_MS_MAX = 100_000;

export type DividedRole = 'api' | 'projector';

/**
 * Processes that share one EventStoreDB and one PostgreSQL database of their own, and nothing else but the key-encryption
 * key: each has a data folder and development tokens of its own.
 */
export class LedgerReplicas {
  readonly eventLog: EventLogServer;
  /** All processes reach PostgreSQL through it. */
  readonly postgresGate: TcpGate;
  /** What is up to here was in the log before; `undefined` where it was empty. */
  readonly logStart: number | undefined;
  readonly #server: PostgresServer;
  readonly #database: string;
  readonly #kek: string;
  readonly #started: LedgerProcess[] = [];

  private constructor(parts: {
    readonly eventLog: EventLogServer;
    readonly logStart: number | undefined;
    readonly postgresGate: TcpGate;
    readonly server: PostgresServer;
    readonly database: string;
    readonly kek: string;
  }) {
    this.eventLog = parts.eventLog;
    this.logStart = parts.logStart;
    this.postgresGate = parts.postgresGate;
    this.#server = parts.server;
    this.#database = parts.database;
    this.#kek = parts.kek;
  }

  /** @param server started; it must allow its user to make databases. */
  static async prepare(server: PostgresServer): Promise<LedgerReplicas> {
    const database = `ledger_${randomUUID().replaceAll('-', '')}`;
    await server.execute(`create database ${pg.escapeIdentifier(database)}`);
    const kek = randomBytes(32).toString('base64');
    const eventLog = await EventLogServer.start();
    const replicas = new LedgerReplicas({
      ...{ eventLog, logStart: await lastPositionOf(eventLog.url) },
      postgresGate: await TcpGate.before(server.url),
      ...{ server, database, kek },
    });
    await replicas.#makeVault();
    return replicas;
  }

  get databaseUrl(): string {
    const url = new URL(this.#server.urlThrough(this.postgresGate.port));
    url.pathname = `/${this.#database}`;
    return url.href;
  }

  environment(role: DividedRole): { readonly [name: string]: string } {
    return {
      PDL_ROLE: role,
      PDL_EVENT_STORE: 'eventstoredb',
      PDL_EVENTSTORE_URL: this.eventLog.url,
      PDL_POSTGRES_URL: this.databaseUrl,
      PDL_KEK: this.#kek,
    };
  }

  /** Resolves when the read models have come so far; to be asked once they are there. */
  async untilProjected(position: number | undefined): Promise<void> {
    for (const end = Date.now() + CATCH_UP_MS_MAX; ; await wait(50)) {
      const [row] = await this.query<{ position: string | null }>(
        'select position from read_models.projection_progress',
      );
      if (position === undefined || Number(row?.position ?? -1) >= position) return;
      if (Date.now() > end) throw new Error('The projection does not catch up with the log.');
    }
  }

  /** Resolves when it is ready. */
  async start(role: DividedRole): Promise<LedgerProcess> {
    const process = await LedgerProcess.start({ dataDir: newDataDir(), env: this.environment(role) });
    this.#started.push(process);
    return process;
  }

  /** Does not wait for anything. */
  launch(role: DividedRole): LedgerProcess {
    const process = LedgerProcess.spawn({ dataDir: newDataDir(), env: this.environment(role) });
    this.#started.push(process);
    return process;
  }

  async query<Row extends pg.QueryResultRow>(sql: string): Promise<readonly Row[]> {
    const url = new URL(this.#server.url);
    url.pathname = `/${this.#database}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async end(): Promise<void> {
    for (const process of this.#started) {
      await process.kill();
      rmSync(process.dataDir, { recursive: true, force: true });
    }
    await this.eventLog.end();
    await this.postgresGate.close();
    await this.#server.execute(`drop database ${pg.escapeIdentifier(this.#database)} with (force)`);
  }

  /** A server that others write to as well is not empty, and a ledger makes no vault beside a log that has events. */
  async #makeVault(): Promise<void> {
    const keyWrapper = LocalKeyWrapper.fromKey(await loadKeyEncryptionKey({ file: undefined, base64: this.#kek }));
    const vault = await PostgresVault.open({ connectionString: this.databaseUrl, keyWrapper, create: true });
    await vault.close();
  }
}

async function lastPositionOf(connectionString: string): Promise<number | undefined> {
  const store = await EventStoreDbEventStore.open({ connectionString });
  try {
    return await store.lastPosition();
  } finally {
    await store.close();
  }
}
