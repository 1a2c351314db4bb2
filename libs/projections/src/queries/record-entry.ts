import type { EventFamily, StoredData } from '#libs/domain';
import type { RecordKindsTable, RecordsTable } from '../tables.ts';
import { uuidText } from '../uuid-text.ts';

/** The clear part of an event's data, and which compartments are sealed. */
export type ClearData = Omit<StoredData, 'sealed'>;

/** A recorded event as read models tell it. Ciphertexts stay in the event store: read `revision` of `streamName`. */
export interface RecordEntry {
  readonly position: number;
  readonly eventId: string;
  readonly streamName: string;
  readonly revision: number;
  readonly type: string;
  readonly family: EventFamily;
  readonly controllerId: string | undefined;
  /** Undefined for what concerns no single person. */
  readonly subjectId: string | undefined;
  /** Epoch milliseconds; `data.occurredAt` has it as it was reported. */
  readonly occurredAt: number;
  /** Epoch milliseconds. */
  readonly recordedAt: number;
  readonly actorId: string | undefined;
  readonly recordedBy: string;
  readonly correlationId: string;
  readonly policyVersion: string | undefined;
  readonly data: ClearData;
  /** Names of the sealed compartments. */
  readonly sealed: readonly string[];
}

export interface RecordPage {
  readonly entries: readonly RecordEntry[];
  /** For the next page; undefined on the last one. A page may be short, even empty, and still have a next one. */
  readonly nextCursor: string | undefined;
  /** Position up to which the pages of this query reach; undefined while nothing is projected. */
  readonly head: number | undefined;
}

/** What an entry is made of, besides its position. */
export const ENTRY_COLUMNS = [
  'records.event_id',
  'records.stream_name',
  'records.revision',
  'record_kinds.type',
  'record_kinds.family',
  'record_kinds.stream_category',
  'records.controller_id',
  'records.subject_id',
  'records.occurred_at',
  'records.recorded_at',
  'records.actor_id',
  'record_kinds.recorded_by',
  'records.correlation_id',
  'record_kinds.policy_version',
  'records.payload',
  'record_kinds.sealed',
] as const;

export type RecordRow = Omit<RecordsTable, 'fingerprint' | 'kind_id'> & Omit<RecordKindsTable, 'id' | 'digest'>;

export function entryOf(row: RecordRow): RecordEntry {
  const eventId = uuidText(row.event_id);
  return {
    position: row.position,
    eventId,
    streamName: streamNameOf(row),
    revision: row.revision,
    type: row.type,
    family: row.family as EventFamily,
    controllerId: row.controller_id ?? undefined,
    subjectId: row.subject_id === null ? undefined : uuidText(row.subject_id),
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    actorId: row.actor_id ?? undefined,
    recordedBy: row.recorded_by,
    correlationId: row.correlation_id ?? eventId,
    policyVersion: row.policy_version ?? undefined,
    data: JSON.parse(row.payload) as ClearData,
    sealed: row.sealed === null ? [] : row.sealed.split(' '),
  };
}

/** Names that follow from category and subject are not stored. */
export function streamNameOf(row: Pick<RecordRow, 'stream_name' | 'stream_category' | 'subject_id'>): string {
  return row.stream_name ?? `${row.stream_category}-${row.subject_id === null ? '' : uuidText(row.subject_id)}`;
}
