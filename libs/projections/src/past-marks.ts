import { sql } from 'kysely';
import { decode, HOLDING_MARK_TYPES } from '#libs/domain';
import type { StoredData } from '#libs/domain';
import type { HoldingShapes } from './holding-shapes.ts';
import type { OwnMark, ToldOfAll } from './told.ts';
import { positionAt } from './position-at.ts';
import { indexRecordsBySubject } from './records.projection.ts';
import type { ReadModelTransaction } from './read-model-database.ts';
import { uuidText } from './uuid-text.ts';

/** Clocks of services may be wrong: what happened then was recorded no longer before than this, in milliseconds. */
const CLOCK_ERROR_MS = 86_400_000;

/** Records read in one statement: what is kept of each is a fraction of it. */
const ROWS_AT_ONCE = 5_000;

/** What the records of people said before a position, from the rows the records projection has written. */
export async function marksBefore(
  people: readonly string[],
  position: number,
  { tx, shapes }: { readonly tx: ReadModelTransaction; readonly shapes: HoldingShapes },
): Promise<ReadonlyMap<string, readonly OwnMark[]>> {
  if (people.length === 0) return new Map();
  const { query, dialect } = tx;
  await indexRecordsBySubject(tx);
  const list = dialect.uuidsOf(sql<string>`${JSON.stringify(people)}`);
  const marks = new Map<string, OwnMark[]>();
  for (let last = -1, more = true; more;) {
    const rows = await query
      .selectFrom('records')
      .innerJoin('record_kinds', 'record_kinds.id', 'records.kind_id')
      .select(['records.position', 'records.subject_id', 'records.controller_id', 'records.occurred_at'])
      .select(['records.payload', 'record_kinds.type'])
      .where(sql<boolean>`records.subject_id in ${list}`)
      .where('records.position', '>', last)
      .where('records.position', '<', position)
      .where('record_kinds.type', 'in', [...HOLDING_MARK_TYPES])
      .orderBy('records.position')
      .limit(ROWS_AT_ONCE)
      .execute();
    for (const row of rows) {
      if (row.subject_id === null || row.controller_id === null) continue;
      const subjectId = uuidText(row.subject_id);
      const of = marks.get(subjectId) ?? [];
      marks.set(subjectId, of);
      of.push(...marksOf({ ...row, controller_id: row.controller_id }, shapes));
    }
    last = rows.at(-1)?.position ?? last;
    more = rows.length === ROWS_AT_ONCE;
  }
  return marks;
}

function marksOf(row: PastRecord, shapes: HoldingShapes): readonly OwnMark[] {
  const { type, controller_id: controllerId, occurred_at: at, position } = row;
  const data = JSON.parse(row.payload) as StoredData;
  const { fields } = decode(type, data);
  const { marks } = shapes.of({ type, controllerId, fields, fieldsText: JSON.stringify(data.fields) });
  return marks.map((mark) => ({ mark, at, position, controllerId }));
}

interface PastRecord {
  readonly position: number;
  readonly controller_id: string;
  readonly occurred_at: number;
  readonly payload: string;
  readonly type: string;
}

/**
 * People of whom the recipient was said to get something after it had lost what it had, by records that came before the one
 * that says so. Of them it has that still.
 */
export async function subjectsBegunAfter(
  { controllerId, end }: ToldOfAll,
  { query }: ReadModelTransaction,
): Promise<readonly string[]> {
  const since = await positionAt(query, end.at - CLOCK_ERROR_MS, end.position);
  const rows = await query
    .selectFrom('records')
    .select('records.subject_id')
    .distinct()
    .where('records.controller_id', '=', controllerId)
    .where('records.position', '>', since)
    .where('records.position', '<', end.position)
    .where('records.occurred_at', '>', end.at)
    .where('records.subject_id', 'is not', null)
    .where(
      sql<boolean>`records.kind_id in (select kind_id from record_kind_recipients where recipient_id = ${end.mark.holder.id})`,
    )
    .execute();
  return rows.flatMap(({ subject_id }) => (subject_id === null ? [] : [uuidText(subject_id)])).toSorted();
}
