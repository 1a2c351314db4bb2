import { decode, evolveFinding } from '#libs/domain';
import type { FindingChange, FindingState, StoredFields } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';

/** What the stream of findings about a person, or about a company, says. */
export interface FindingRecord {
  readonly byId: ReadonlyMap<string, FindingState>;
  readonly eventIds: ReadonlySet<string>;
  /** Last event that was looked at; -1 for none. */
  readonly revision: number;
  /** Place in the log of the last event that made the assessor judge anything here; -1 for none. */
  readonly judgedUpTo: number;
}

export const NO_FINDINGS: FindingRecord = { byId: new Map(), eventIds: new Set(), revision: -1, judgedUpTo: -1 };

/** @param targetId the subject, or the company for what is about no single person */
export const findingStreamOf = (targetId: string): string => `assessment-${targetId}`;

/** The findings after more events of their stream. */
export async function readFindings(events: AsyncIterable<RecordedEvent>): Promise<FindingRecord> {
  const byId = new Map<string, FindingState>();
  const eventIds = new Set<string>();
  let revision = -1;
  let judgedUpTo = -1;
  for await (const event of events) {
    const { type, fields } = decode(event.type, event.data);
    eventIds.add(event.id);
    revision = event.revision;
    judgedUpTo = Math.max(judgedUpTo, causePositionIn(fields));
    const findingId = fields['findingId'];
    if (typeof findingId !== 'string') continue;
    const state = evolveFinding(byId.get(findingId), { type, fields });
    if (state !== undefined) byId.set(findingId, state);
  }
  return { byId, eventIds, revision, judgedUpTo };
}

/** The findings after a change that waits to be appended. */
export function withChange(record: FindingRecord, { definition, fields }: FindingChange): FindingRecord {
  const findingId = String(fields['findingId']);
  const state = evolveFinding(record.byId.get(findingId), { type: definition.type, fields: fields as StoredFields });
  return state === undefined ? record : { ...record, byId: new Map(record.byId).set(findingId, state) };
}

const causePositionIn = ({ position }: StoredFields): number => (typeof position === 'number' ? position : -1);
