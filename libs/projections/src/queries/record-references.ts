import type { ReadModelDatabase } from '../read-model-database.ts';
import { uuidText } from '../uuid-text.ts';

/** A record that something is known by. */
export interface RecordReference {
  readonly id: string;
  readonly type: string;
  /** Epoch milliseconds. */
  readonly recordedAt: number;
}

/** Parameters of one statement: fewer than any engine takes. */
const POSITIONS_MAX = 500;

/** The records at these positions. */
export async function recordsAt(
  { query }: ReadModelDatabase,
  positions: ReadonlySet<number>,
): Promise<ReadonlyMap<number, RecordReference>> {
  const all = [...positions];
  const records = new Map<number, RecordReference>();
  for (let from = 0; from < all.length; from += POSITIONS_MAX) {
    const rows = await query
      .selectFrom('records')
      .innerJoin('record_kinds', 'record_kinds.id', 'records.kind_id')
      .select(['records.position', 'records.event_id', 'records.recorded_at', 'record_kinds.type'])
      .where('records.position', 'in', all.slice(from, from + POSITIONS_MAX))
      .execute();
    for (const { position, event_id, type, recorded_at } of rows) {
      records.set(position, { id: uuidText(event_id), type, recordedAt: recorded_at });
    }
  }
  return records;
}
