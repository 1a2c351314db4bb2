import type { EventFamily, StoredData } from '#libs/domain';
import type { RecordsTable } from '../tables.ts';

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
  'records.type',
  'records.family',
  'records.controller_id',
  'records.subject_id',
  'records.occurred_at',
  'records.recorded_at',
  'records.actor_id',
  'records.recorded_by',
  'records.correlation_id',
  'records.policy_version',
  'records.payload',
  'records.sealed',
] as const;

export type RecordRow = Omit<RecordsTable, 'fingerprint'>;

export function entryOf(row: RecordRow): RecordEntry {
  return {
    position: row.position,
    eventId: row.event_id,
    streamName: row.stream_name,
    revision: row.revision,
    type: row.type,
    family: row.family as EventFamily,
    controllerId: row.controller_id ?? undefined,
    subjectId: row.subject_id ?? undefined,
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    actorId: row.actor_id ?? undefined,
    recordedBy: row.recorded_by,
    correlationId: row.correlation_id,
    policyVersion: row.policy_version ?? undefined,
    data: JSON.parse(row.payload) as ClearData,
    sealed: row.sealed === null ? [] : row.sealed.split(' '),
  };
}
