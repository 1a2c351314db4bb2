import type { RevealedEvent } from '#libs/domain';
import type { RecordEntry } from '#libs/projections';

/** What was sealed, for whoever may see it. A compartment that stays closed says why. */
export interface Revealed {
  readonly identifiers?: RevealedEvent['identifiers'];
  readonly details?: RevealedEvent['details'];
  readonly closed?: RevealedEvent['closed'];
}

/** A recorded event as it is answered. */
export interface EntryView {
  readonly id: string;
  readonly type: string;
  readonly family: string;
  readonly controllerId?: string;
  readonly subjectId?: string;
  /** RFC 3339, as it was reported. */
  readonly occurredAt: string;
  /** RFC 3339 in UTC. */
  readonly recordedAt: string;
  readonly position: number;
  readonly revision: number;
  readonly actorId?: string;
  readonly recordedBy: string;
  readonly correlationId: string;
  readonly policyVersion?: string;
  readonly jurisdictions?: readonly string[];
  /** The clear part; with the sealed texts in their places where they are revealed. */
  readonly fields: object;
  /** Names of the sealed compartments. */
  readonly sealed: readonly string[];
  readonly revealed?: Revealed;
}

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
