import { sql } from 'kysely';
import type { ReadModelDatabase, ReadModelTransaction, SqlValue } from './read-model-database.ts';
import { PostgresReadModelDatabase } from './postgres-read-model-database.ts';
import { PreparedQuery } from './prepared-query.ts';
import type { Projection } from './projection.ts';
import { ProjectionError } from './projection-error.ts';
import { prepareReadModels } from './read-model-schema.ts';
import type { ReadModelPlace } from './read-models.ts';
import { SqliteReadModelDatabase } from './sqlite-read-model-database.ts';
import type { AssessmentStatesTable } from './assessment-tables.ts';

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

/** What its codes were is in the state as well. */
export type FoundState = Omit<KeptState, 'openCodes'>;

/** From where to where in the log a batch goes: what was the kept position, and what is to be. */
export interface Reach {
  readonly from: number | undefined;
  readonly to: number;
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
  readonly #moves: PositionMoves;

  constructor(database: ReadModelDatabase, stateVersion: number) {
    this.database = database;
    this.#stateVersion = stateVersion;
    this.#byStream = new PreparedQuery((parameter) =>
      database.query.selectFrom('assessment_states').selectAll().where('stream_name', '=', parameter('streamName')),
    );
    this.#moves = positionMovesOf(database);
  }

  /** Make the tables if there are none. */
  async prepare(): Promise<void> {
    await prepareReadModels(this.database, [TABLES]);
    await this.database.transaction(createUnpublished);
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

  /** Whether it is on record that nobody had published a policy up to this position. Of an empty log, nobody had. */
  async isUnpublished(position: number | undefined): Promise<boolean> {
    const row = await this.database.query.selectFrom('assessment_unpublished').select('position').executeTakeFirst();
    return row !== undefined && (row.position ?? undefined) === position;
  }

  /**
   * Keep that nobody had published a policy up to the new position, so that there was nothing to judge.
   * @throws ProjectionError `locked` as `save`
   */
  async passUnpublished(reach: Reach): Promise<void> {
    await this.database.transaction(async ({ query }) => {
      await this.#moves.unpublished.run(query, { to: reach.to });
      await this.#move(query, reach);
    });
  }

  /** What is kept of a stream; nothing if that is of another shape. */
  async find(streamName: string): Promise<FoundState | undefined> {
    const [row] = await this.#byStream.run(this.database.query, { streamName });
    return row === undefined || row.state_version !== this.#stateVersion ? undefined : foundState(row);
  }

  /** What is kept of these streams, in no order; of those that are left out nothing is, or of another shape. */
  async findAll(streamNames: readonly string[]): Promise<readonly FoundState[]> {
    const { query, dialect } = this.database;
    const rows = await query
      .selectFrom('assessment_states')
      .selectAll()
      .where(sql<boolean>`stream_name in ${dialect.valuesOf(sql<string>`${JSON.stringify(streamNames)}`)}`)
      .where('state_version', '=', this.#stateVersion)
      .execute();
    return rows.map(foundState);
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
  async save(states: readonly KeptState[], reach: Reach): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (states.length > 0) await this.#replace(states, tx);
      await this.#move(tx.query, reach);
    });
  }

  async #replace(states: readonly KeptState[], tx: ReadModelTransaction): Promise<void> {
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
  }

  async #move(query: ReadModelTransaction['query'], { from, to }: Reach): Promise<void> {
    const moved =
      from === undefined ? await this.#moves.first.run(query, { to }) : await this.#moves.next.run(query, { from, to });
    if (moved.length !== 1) throw new ProjectionError('locked', 'Another assessor has moved the position.');
  }

  #rowOf({ streamName, controllerId, revision, findingsRevision, lastActAt, state }: KeptState): SqlValue[] {
    return [streamName, controllerId, this.#stateVersion, revision, findingsRevision, lastActAt ?? null, state];
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

function foundState(row: AssessmentStatesTable): FoundState {
  return {
    streamName: row.stream_name,
    controllerId: row.controller_id,
    revision: row.revision,
    findingsRevision: row.findings_revision,
    lastActAt: row.last_act_at ?? undefined,
    state: row.state,
  };
}

interface Moved {
  readonly position: number | null;
}

interface PositionMoves {
  readonly first: PreparedQuery<{ readonly to: number }, Moved>;
  readonly next: PreparedQuery<{ readonly from: number; readonly to: number }, Moved>;
  readonly unpublished: PreparedQuery<{ readonly to: number }, Moved>;
}

/** Carried out with each batch. */
function positionMovesOf({ query }: Pick<ReadModelDatabase, 'query'>): PositionMoves {
  const moving = query.updateTable('projection_progress').returning('position');
  return {
    first: new PreparedQuery((parameter) => moving.set({ position: parameter('to') }).where('position', 'is', null)),
    next: new PreparedQuery((parameter) =>
      moving.set({ position: parameter('to') }).where('position', '=', parameter('from')),
    ),
    unpublished: new PreparedQuery((parameter) =>
      query
        .updateTable('assessment_unpublished')
        .set({ position: parameter('to') })
        .returning('position'),
    ),
  };
}

/** Came later than the others and changes nothing about them: no reason to make them anew. */
async function createUnpublished({ query, dialect }: ReadModelTransaction): Promise<void> {
  await query.schema
    .createTable('assessment_unpublished')
    .ifNotExists()
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('position', dialect.bigInteger)
    .execute();
  await query
    .insertInto('assessment_unpublished')
    .values({ id: 1, position: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
