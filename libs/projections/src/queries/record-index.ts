import { PreparedQuery } from '../prepared-query.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';
import { sql } from 'kysely';

/** Where a recorded event stands, for telling a retry from a new report. */
export interface IndexedRecord {
  readonly streamName: string;
  readonly revision: number;
  readonly position: number;
  readonly subjectId: string | undefined;
  readonly fingerprint: string | undefined;
}

interface IndexRow {
  readonly event_id: string;
  readonly stream_name: string;
  readonly revision: number;
  readonly position: number;
  readonly subject_id: string | null;
  readonly fingerprint: string | null;
}

/** Recorded events by event id. Knows what has been projected; what came since, the writer must know itself. */
export class RecordIndex {
  readonly #database: ReadModelDatabase;
  readonly #byIds: PreparedQuery<{ readonly ids: string }, IndexRow>;

  constructor(database: ReadModelDatabase) {
    this.#database = database;
    this.#byIds = new PreparedQuery((parameter) =>
      database.query
        .selectFrom('records')
        .select(['event_id', 'stream_name', 'revision', 'position', 'subject_id', 'fingerprint'])
        .where(sql<boolean>`event_id in ${database.dialect.valuesOf(sql<string>`${parameter('ids')}`)}`),
    );
  }

  /** The last record that was projected. */
  async newest(): Promise<{ readonly eventId: string; readonly position: number } | undefined> {
    const row = await this.#database.query
      .selectFrom('records')
      .select(['event_id', 'position'])
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : { eventId: row.event_id, position: row.position };
  }

  /** Those of the ids that are recorded. */
  async findByIds(ids: readonly string[]): Promise<ReadonlyMap<string, IndexedRecord>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#byIds.run(this.#database.query, { ids: JSON.stringify(ids) });
    return new Map(rows.map((row) => [row.event_id, indexedRecordOf(row)]));
  }
}

function indexedRecordOf(row: IndexRow): IndexedRecord {
  return {
    streamName: row.stream_name,
    revision: row.revision,
    position: row.position,
    subjectId: row.subject_id ?? undefined,
    fingerprint: row.fingerprint ?? undefined,
  };
}
