import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers';

const IMAGE = 'postgres:15.14-alpine';
/** Pulling an image over a slow line, in milliseconds. */
export const POSTGRES_START_TIMEOUT_MS = 120_000;

/** The server that specs try themselves against: `POSTGRES_URL`, or else a container of their own. */
export class PostgresServer {
  #url: string | undefined = process.env.POSTGRES_URL;
  #stop: () => Promise<unknown> = async () => {};

  /** To be called before anything else, and as often as one likes. */
  async start(): Promise<void> {
    if (this.#url !== undefined) return;
    const container = await new GenericContainer(IMAGE)
      .withEnvironment({ POSTGRES_USER: 'ledger', POSTGRES_PASSWORD: 'ledger', POSTGRES_DB: 'ledger' })
      .withExposedPorts(5432)
      .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
      .start();
    this.#url = `postgres://ledger:ledger@${container.getHost()}:${container.getMappedPort(5432)}/ledger`;
    this.#stop = () => container.stop();
  }

  async stop(): Promise<void> {
    await this.#stop();
  }

  get url(): string {
    if (this.#url === undefined) throw new Error('The server is not started.');
    return this.#url;
  }

  /** The address under which the same database is reached through something that listens on this loopback port. */
  urlThrough(port: number): string {
    const url = new URL(this.url);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    return url.href;
  }

  async execute<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** A name that no other test has, so that suites can share one database. */
  newSchema(prefix: string): string {
    return `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  }

  async dropSchema(schema: string): Promise<void> {
    await this.execute(`drop schema if exists ${pg.escapeIdentifier(schema)} cascade`);
  }

  /** Ends every connection of that application name; answers how many there were. */
  async killConnections(applicationName: string): Promise<number> {
    const rows = await this.execute(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
      [applicationName],
    );
    return rows.length;
  }
}

/** Why there can be no server here, if so. */
export async function postgresRefusal(): Promise<string | undefined> {
  if (process.env.POSTGRES_URL !== undefined || (await dockerAnswers())) return undefined;
  return 'no PostgreSQL: POSTGRES_URL is not set and no Docker engine answers';
}

async function dockerAnswers(): Promise<boolean> {
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}
