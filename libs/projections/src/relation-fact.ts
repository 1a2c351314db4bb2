import type { Fact, StoredFields } from '#libs/domain';
import type { RecipientRecordsTable } from './tables.ts';
import { uuidText } from './uuid-text.ts';

/** Of what is recorded of a recipient, what makes a fact of it. */
export const RELATION_COLUMNS = ['event_id', 'type', 'occurred_at', 'recorded_at', 'fields'] as const;

type Row = Pick<RecipientRecordsTable, (typeof RELATION_COLUMNS)[number]>;

export function relationFact({ event_id, type, occurred_at, recorded_at, fields }: Row, controllerId: string): Fact {
  const said = JSON.parse(fields) as StoredFields;
  return { id: uuidText(event_id), type, at: occurred_at, recordedAt: recorded_at, controllerId, fields: said };
}
