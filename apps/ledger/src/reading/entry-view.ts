import type { RecordEntry } from '#libs/projections';
import type { RecordEntryDto, RevealedDto } from './record-entry.dto.ts';

/** A recorded event as it is answered. */
export type EntryView = RecordEntryDto;
export type Revealed = RevealedDto;

export function viewOf(entry: RecordEntry): EntryView {
  const { eventId, type, family, data, recordedAt, position, revision, recordedBy, correlationId, sealed } = entry;
  const { controllerId, subjectId, occurredAt, policyVersion, jurisdictions, actorId, fields } = data;
  return {
    id: eventId,
    type,
    family,
    ...(controllerId === undefined ? {} : { controllerId }),
    ...(subjectId === undefined ? {} : { subjectId }),
    occurredAt,
    recordedAt: new Date(recordedAt).toISOString(),
    position,
    revision,
    ...(actorId === undefined ? {} : { actorId }),
    recordedBy,
    correlationId,
    ...(policyVersion === undefined ? {} : { policyVersion }),
    ...(jurisdictions === undefined ? {} : { jurisdictions }),
    fields,
    sealed,
  };
}
