import type { StoredData, StoredFields } from '#libs/domain';
import type { JsonObject, NewEvent, RecordedEvent } from '#libs/event-store';
import type { MemoryEventStore } from './memory-event-store.ts';

export const CLEX = 'clex';
export const KAADAS = 'kaadas';

/** A UUID that says its number, so that failures can be read. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

export interface Written {
  readonly type: string;
  readonly fields: StoredFields;
  readonly controllerId?: string;
  readonly subjectId?: string;
  readonly occurredAt?: string;
  readonly sealed?: { readonly [compartment: string]: string };
  readonly id?: string;
}

/** Writes ledger events into a log, with what they all have filled in. */
export class LedgerLog {
  readonly #store: MemoryEventStore;
  #ids = 900_000;

  constructor(store: MemoryEventStore) {
    this.#store = store;
  }

  write(streamName: string, written: Written): RecordedEvent {
    return this.#store.record(streamName, this.#event(written));
  }

  /** A report about a subject. */
  report(subjectId: string, written: Written): RecordedEvent {
    return this.write(`dataSubject-${subjectId}`, { controllerId: CLEX, ...written, subjectId });
  }

  collected(subjectId: string, written: Partial<Written> & { readonly categories?: readonly string[] } = {}) {
    const { categories = ['pd:Name'], ...rest } = written;
    return this.report(subjectId, {
      type: 'PersonalDataCollected',
      fields: {
        function: 'shop',
        categories: categories.map((category) => ({ category })),
        source: { kind: 'subject' },
        purposes: ['dpv:ServiceProvision'],
        legalBasis: 'eu-gdpr:A6-1-b',
      },
      ...rest,
    });
  }

  merged(other: string, into: string): RecordedEvent {
    return this.report(into, { type: 'SubjectsMerged', fields: { other, into } });
  }

  separated(other: string, into: string): RecordedEvent {
    return this.report(into, { type: 'SubjectsSeparated', fields: { other, into } });
  }

  /** Somebody read a page of records that reached from one event to another. */
  searched(range: readonly [RecordedEvent, RecordedEvent], filters?: StoredFields, controllerId = CLEX): RecordedEvent {
    const [first, last] = range;
    return this.write(`dataController-${controllerId}`, {
      type: 'RecordsSearched',
      controllerId,
      fields: {
        role: 'auditor',
        itemCount: 1,
        positionFirst: first.position,
        positionLast: last.position,
        ...(filters === undefined ? {} : { filters }),
      },
    });
  }

  #event({ type, id = uuid((this.#ids += 1)), occurredAt = '2025-06-01T12:00:00+08:00', ...rest }: Written): NewEvent {
    const data: StoredData = { schemaVersion: 1, occurredAt, actorId: uuid(1), policyVersion: 'v3', ...rest };
    return {
      id,
      type,
      data: data as unknown as JsonObject,
      metadata: { $correlationId: uuid(2), recordedBy: uuid(3), fingerprint: 'Zm9vYmFyZm9vYmFyZm9vYg' },
    };
  }
}
