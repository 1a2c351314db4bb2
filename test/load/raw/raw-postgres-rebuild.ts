import Database from 'better-sqlite3';
import pg from 'pg';
import { copyRows } from './raw-postgres-copy.ts';
import { DERIVED } from './raw-rebuild.ts';
import { rowOf, type Kinds, type RawEventRow } from './raw-rows.ts';

const PAGE = 5_000;
const TABLES = [
  'records',
  'record_kinds',
  'record_kind_terms',
  'record_kind_recipients',
  ...DERIVED.map(([table]) => table),
];
/** As a rebuild sets them. */
const SETTINGS = ["SET synchronous_commit = 'off'", "SET maintenance_work_mem = '256MB'"];

export interface RawPostgresRebuild {
  readonly eventsFile: string;
  readonly connectionString: string;
  /** Made anew. */
  readonly schema: string;
  /** Schema of read models the ledger made: its tables and indices are made alike. */
  readonly like: string;
}

/** The rows of the read models on PostgreSQL, by hand: read the log, parse, COPY, indices after, statistics. @returns number of events */
export async function rebuildByHandOnPostgres(rebuild: RawPostgresRebuild): Promise<number> {
  const { schema, like } = rebuild;
  const client = new pg.Client({ connectionString: rebuild.connectionString });
  await client.connect();
  try {
    for (const setting of SETTINGS) await client.query(setting);
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE; CREATE SCHEMA ${schema}`);
    for (const table of TABLES) await client.query(`CREATE TABLE ${schema}.${table} (LIKE ${like}.${table})`);
    const events = await copyAll(rebuild, client);
    for (const [table, order] of DERIVED) {
      await client.query(`INSERT INTO ${schema}.${table} SELECT * FROM ${like}.${table} ORDER BY ${order}`);
    }
    const { rows } = await client.query<{ readonly indexdef: string }>(
      'SELECT indexdef FROM pg_indexes WHERE schemaname = $1 AND tablename = ANY ($2)',
      [like, TABLES],
    );
    for (const { indexdef } of rows) await client.query(indexdef.replace(` ON ${like}.`, ` ON ${schema}.`));
    for (const table of TABLES) await client.query(`VACUUM (ANALYZE) ${schema}.${table}`);
    return events;
  } finally {
    await client.end();
  }
}

async function copyAll({ eventsFile, schema }: RawPostgresRebuild, client: pg.Client): Promise<number> {
  const log = new Database(eventsFile, { readonly: true });
  try {
    const page = log.prepare<[number, number], RawEventRow>(
      `SELECT position, name AS stream_name, revision, id, type, data, metadata, recorded_at
       FROM events JOIN streams USING (stream_id) WHERE position > ? ORDER BY position LIMIT ?`,
    );
    const kinds: Kinds = new Map();
    let [last, events] = [0, 0];
    for (let rows = page.all(last, PAGE); rows.length > 0; rows = page.all(last, PAGE)) {
      await copyRows(
        client,
        `${schema}.records`,
        rows.map((row) => rowOf(row, kinds)),
      );
      last = rows.at(-1)?.position ?? last;
      events += rows.length;
    }
    const all = [...kinds.values()].map(({ rows }) => rows);
    await copyRows(
      client,
      `${schema}.record_kinds`,
      all.map(({ kind }) => kind),
    );
    await copyRows(
      client,
      `${schema}.record_kind_terms`,
      all.flatMap(({ terms }) => terms),
    );
    await copyRows(
      client,
      `${schema}.record_kind_recipients`,
      all.flatMap(({ recipients }) => recipients),
    );
    return events;
  } finally {
    log.close();
  }
}

/** @throws Error naming the table, when two schemas do not hold as many rows of as many bytes */
export async function assertSameRowsOnPostgres(connectionString: string, one: string, other: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const table of TABLES) {
      const measures = [one, other].map(async (schema) => {
        const name = `${schema}.${table}`;
        const { rows } = await client.query(`SELECT count(*), sum(length(t::text)) AS length FROM ${name} t`);
        return JSON.stringify(rows);
      });
      const [first, second] = await Promise.all(measures);
      if (first !== second) throw new Error(`By hand, ${table} has ${String(second)} instead of ${String(first)}.`);
    }
  } finally {
    await client.end();
  }
}
