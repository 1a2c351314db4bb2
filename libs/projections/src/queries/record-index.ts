import { sql } from 'kysely';
import { PreparedQuery } from '../prepared-query.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';
import type { RecordKindsTable, RecordsTable } from '../tables.ts';
import { isUuidText, uuidText } from '../uuid-text.ts';
import { streamNameOf } from './record-entry.ts';

/** Where a recorded event stands, for telling a retry from a new report. */
export interface IndexedRecord {
  readonly streamName: string;
  readonly revision: number;
  readonly position: number;
  readonly subjectId: string | undefined;
  readonly fingerprint: string | undefined;
}

type IndexRow = Pick<
  RecordsTable,
  'event_id' | 'stream_name' | 'revision' | 'position' | 'subject_id' | 'fingerprint'
> &
  Pick<RecordKindsTable, 'stream_category'>;

/** Recorded events by event id. Knows what has been projected; what came since, the writer must know itself. */
export class RecordIndex {
  readonly #database: ReadModelDatabase;
  readonly #byIds: PreparedQuery<{ readonly ids: string }, IndexRow>;

  constructor(database: ReadModelDatabase) {
    this.#database = database;
    this.#byIds = new PreparedQuery((parameter) =>
      database.query
        .selectFrom('records')
        .innerJoin('record_kinds', 'record_kinds.id', 'records.kind_id')
        .select(['event_id', 'stream_name', 'revision', 'position', 'subject_id', 'fingerprint', 'stream_category'])
        .where(sql<boolean>`event_id in ${database.dialect.uuidsOf(sql<string>`${parameter('ids')}`)}`),
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
    return row === undefined ? undefined : { eventId: uuidText(row.event_id), position: row.position };
  }

  /** Those of the ids that are recorded. */
  async findByIds(ids: readonly string[]): Promise<ReadonlyMap<string, IndexedRecord>> {
    const askedBy = new Map(ids.flatMap((id) => (isUuidText(id) ? [[id.toLowerCase(), id]] : [])));
    if (askedBy.size === 0) return new Map();
    const rows = await this.#byIds.run(this.#database.query, { ids: JSON.stringify([...askedBy.keys()]) });
    return new Map(rows.map((row) => [askedBy.get(uuidText(row.event_id)) ?? '', indexedRecordOf(row)]));
  }
}

function indexedRecordOf(row: IndexRow): IndexedRecord {
  return {
    streamName: streamNameOf(row),
    revision: row.revision,
    position: row.position,
    subjectId: row.subject_id === null ? undefined : uuidText(row.subject_id),
    fingerprint: row.fingerprint ?? undefined,
  };
}
