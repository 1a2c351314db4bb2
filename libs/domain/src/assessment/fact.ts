import type { DecodedEvent } from '../codec.ts';
import type { ClearFieldValues, EventDefinition, Fields } from '../event-definition.ts';
import type { StoredFields } from '../stored-event.ts';

/** A recorded or supposed act of processing as the rules see it: its clear part, nothing sealed. */
export interface Fact {
  /** Id of the recorded event; of a supposed one, whatever tells it from the others. */
  readonly id: string;
  readonly type: string;
  /** When it happened, in milliseconds since 1970. */
  readonly at: number;
  /** When the ledger learnt it, in milliseconds since 1970. Left out: it is only supposed. */
  readonly recordedAt?: number;
  readonly controllerId?: string;
  readonly subjectId?: string;
  readonly policyVersion?: string;
  readonly jurisdictions?: readonly string[];
  readonly fields: StoredFields;
}

export type FactOf<F extends Fields> = Omit<Fact, 'fields'> & { readonly fields: ClearFieldValues<F> };

/** The fact an event states. */
export function factFrom(
  id: string,
  event: Pick<DecodedEvent, 'type' | 'envelope' | 'fields'>,
  recordedAt?: string,
): Fact {
  const { controllerId, subjectId, occurredAt, policyVersion, jurisdictions } = event.envelope;
  return {
    id,
    type: event.type,
    at: Date.parse(occurredAt),
    ...(recordedAt === undefined ? {} : { recordedAt: Date.parse(recordedAt) }),
    ...(controllerId === undefined ? {} : { controllerId }),
    ...(subjectId === undefined ? {} : { subjectId }),
    ...(policyVersion === undefined ? {} : { policyVersion }),
    ...(jurisdictions === undefined ? {} : { jurisdictions }),
    fields: event.fields,
  };
}

/** Whether the fact is of this type, with its fields typed. */
export function isFact<F extends Fields>(fact: Fact, definition: EventDefinition<F>): fact is Fact & FactOf<F> {
  return fact.type === definition.type;
}
