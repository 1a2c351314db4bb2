import { sql } from 'kysely';
import type { ReadModelDatabase, ReadModelTransaction, SqlValue } from './read-model-database.ts';
import { PostgresReadModelDatabase } from './postgres-read-model-database.ts';
import { PreparedQuery } from './prepared-query.ts';
import type { Projection } from './projection.ts';
import { ProjectionError } from './projection-error.ts';
import { prepareReadModels } from './read-model-schema.ts';
import type { ReadModelPlace } from './read-models.ts';
import { SqliteReadModelDatabase } from './sqlite-read-model-database.ts';
import type { AssessmentStatesTable } from './tables.ts';

/** What the rules know of one stream, as the assessor keeps it. */
export interface KeptState {
  readonly streamName: string;
  readonly controllerId: string;
  /** Last event of the stream that went into it. */
  readonly revision: number;
  /** Last event known of the stream of its findings; -1 for none. */
  readonly findingsRevision: number;
  /** When the latest judged act happened, in epoch milliseconds. */
  readonly lastActAt: number | undefined;
  /** What judged acts lack. */
  readonly openCodes: readonly string[];
  /** JSON. */
  readonly state: string;
}

const COLUMNS = [
  'stream_name',
  'controller_id',
  'state_version',
  'revision',
  'findings_revision',
  'last_act_at',
  'state',
] as const satisfies readonly (keyof AssessmentStatesTable)[];

/** Tables, without anything that fills them: the assessor does that itself, for it has more to do than to follow. */
const TABLES: Projection = {
  name: 'assessment',
  version: 1,
  async createTables({ query, dialect }: ReadModelTransaction): Promise<void> {
    await query.schema
      .createTable('assessment_states')
      .addColumn('stream_name', 'text', (column) => column.primaryKey())
      .addColumn('controller_id', 'text', (column) => column.notNull())
      .addColumn('state_version', 'integer', (column) => column.notNull())
      .addColumn('revision', dialect.bigInteger, (column) => column.notNull())
      .addColumn('findings_revision', dialect.bigInteger, (column) => column.notNull())
      .addColumn('last_act_at', dialect.bigInteger)
      .addColumn('state', 'text', (column) => column.notNull())
      .execute();
    await query.schema
      .createIndex('assessment_states_by_last_act')
      .on('assessment_states')
      .columns(['controller_id', 'last_act_at'])
      .execute();
    const codes = query.schema
      .createTable('assessment_open_codes')
      .addColumn('controller_id', 'text', (column) => column.notNull())
      .addColumn('code', 'text', (column) => column.notNull())
      .addColumn('stream_name', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('assessment_open_codes_key', ['controller_id', 'code', 'stream_name']);
    await dialect.orderByPrimaryKey(codes).execute();
    await query.schema
      .createIndex('assessment_open_codes_by_stream')
      .on('assessment_open_codes')
      .column('stream_name')
      .execute();
  },
  async project(): Promise<void> {},
};

/** Read models of the assessor's own: a file beside theirs, or a schema of its own, so that neither waits for the other. */
const SQLITE_SUFFIX = '.assessment';
const POSTGRES_SCHEMA = 'assessment';

/**
 * @param place of the read models; the assessor's states stand beside them.
 * @throws ProjectionError as `openReadModels`
 */
export async function openAssessmentStates(
  place: ReadModelPlace,
  { mode, stateVersion }: { readonly mode: 'read' | 'write'; readonly stateVersion: number },
): Promise<AssessmentStates> {
  const database =
    'file' in place
      ? SqliteReadModelDatabase.open({ file: place.file + SQLITE_SUFFIX, mode })
      : await PostgresReadModelDatabase.open({ ...place, schema: POSTGRES_SCHEMA }, mode);
  return new AssessmentStates(database, stateVersion);
}

/** What the assessor has folded, and how far in the log it has come: they stand or fall together. */
export class AssessmentStates {
  readonly database: ReadModelDatabase;
  readonly #stateVersion: number;
  readonly #byStream: PreparedQuery<{ readonly streamName: string }, AssessmentStatesTable>;

  constructor(database: ReadModelDatabase, stateVersion: number) {
    this.database = database;
    this.#stateVersion = stateVersion;
    this.#byStream = new PreparedQuery((parameter) =>
      database.query.selectFrom('assessment_states').selectAll().where('stream_name', '=', parameter('streamName')),
    );
  }

  /** Make the tables if there are none. */
  async prepare(): Promise<void> {
    await prepareReadModels(this.database, [TABLES]);
  }

  /** Wait until this is the one that assesses. */
  async lead(signal: AbortSignal): Promise<void> {
    await this.database.lead(signal);
    if (!signal.aborted) await this.prepare();
  }

  async position(): Promise<number | undefined> {
    const row = await this.database.query.selectFrom('projection_progress').select('position').executeTakeFirst();
    return row?.position ?? undefined;
  }

  /** What is kept of a stream; nothing if that is of another shape. */
  async find(streamName: string): Promise<Omit<KeptState, 'openCodes'> | undefined> {
    const [row] = await this.#byStream.run(this.database.query, { streamName });
    if (row === undefined || row.state_version !== this.#stateVersion) return undefined;
    return {
      streamName: row.stream_name,
      controllerId: row.controller_id,
      revision: row.revision,
      findingsRevision: row.findings_revision,
      lastActAt: row.last_act_at ?? undefined,
      state: row.state,
    };
  }

  /** Streams of a company whose judged acts lack one of these. */
  async streamsLacking(controllerId: string, codes: readonly string[]): Promise<readonly string[]> {
    if (codes.length === 0) return [];
    const rows = await this.database.query
      .selectFrom('assessment_open_codes')
      .select('stream_name')
      .distinct()
      .where('controller_id', '=', controllerId)
      .where('code', 'in', codes)
      .orderBy('stream_name')
      .execute();
    return rows.map(({ stream_name }) => stream_name);
  }

  /** Streams of a company with judged acts that happened then or later. */
  async streamsActingSince(controllerId: string, at: number): Promise<readonly string[]> {
    const rows = await this.database.query
      .selectFrom('assessment_states')
      .select('stream_name')
      .where('controller_id', '=', controllerId)
      .where('last_act_at', '>=', Math.max(Math.trunc(at), Number.MIN_SAFE_INTEGER))
      .orderBy('stream_name')
      .execute();
    return rows.map(({ stream_name }) => stream_name);
  }

  /** @throws ProjectionError `locked` when another assessor has taken over */
  async save(
    states: readonly KeptState[],
    position: { readonly from: number | undefined; readonly to: number },
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const names = JSON.stringify(states.map(({ streamName }) => streamName));
      for (const table of ['assessment_states', 'assessment_open_codes'] as const) {
        const named = sql<boolean>`stream_name in ${tx.dialect.valuesOf(sql<string>`${names}`)}`;
        await tx.query.deleteFrom(table).where(named).execute();
      }
      await tx.insertRows({
        table: 'assessment_states',
        columns: COLUMNS,
        rows: states.map((one) => this.#rowOf(one)),
      });
      await tx.insertRows({
        table: 'assessment_open_codes',
        columns: ['controller_id', 'code', 'stream_name'],
        rows: states.flatMap(({ controllerId, streamName, openCodes }) =>
          openCodes.map((code): SqlValue[] => [controllerId, code, streamName]),
        ),
      });
      await movePosition(tx, position);
    });
  }

  #rowOf({ streamName, controllerId, revision, findingsRevision, lastActAt, state }: KeptState): SqlValue[] {
    return [streamName, controllerId, this.#stateVersion, revision, findingsRevision, lastActAt ?? null, state];
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

async function movePosition(
  { query }: ReadModelTransaction,
  { from, to }: { readonly from: number | undefined; readonly to: number },
): Promise<void> {
  const moved = await query
    .updateTable('projection_progress')
    .set({ position: to })
    .where('position', from === undefined ? 'is' : '=', from ?? null)
    .returning('position')
    .execute();
  if (moved.length !== 1) throw new ProjectionError('locked', 'Another assessor has moved the position.');
}
