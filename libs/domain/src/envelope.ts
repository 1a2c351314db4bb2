import type { EventDefinition, StreamCategory } from './event-definition.ts';
import { isInstant, isJurisdiction, isReference, isUuid } from './predicates.ts';
import type { StoredData } from './stored-event.ts';
import type { Reading } from './written-fields.ts';

/** What every event says beside its own fields; the meanings are those of `StoredData`. */
export interface Envelope {
  readonly controllerId?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly occurredAt: string;
  readonly policyVersion?: string | undefined;
  readonly jurisdictions?: readonly string[] | undefined;
  readonly actorId?: string | undefined;
}

/** Most jurisdictions one record may name: every member of the EEA and a dozen more. */
export const JURISDICTION_COUNT_MAX = 50;

/** Whether an event is about one person always, perhaps, or never. Actors are persons too. */
export type SubjectForm = 'required' | 'optional' | 'refused';

/** Streams of what the ledger itself says: of somebody's records, or of a company's. */
const OF_THE_LEDGER: ReadonlySet<StreamCategory> = new Set<StreamCategory>(['assessment', 'deadline', 'delivery']);

export function subjectFormOf(definition: EventDefinition): SubjectForm {
  if (definition.streams.some((stream) => OF_THE_LEDGER.has(stream))) return 'optional';
  const about = definition.streams.includes('dataSubject') || definition.streams.includes('access');
  if (!about) return 'refused';
  return definition.streams.length === 1 ? 'required' : 'optional';
}

/**
 * Subject or actor whose keys seal the event's compartments; `undefined` if it is about nobody. What somebody writes about a
 * finding that concerns no person is sealed under their own; what a service is told with, under the service's.
 */
export function sealOwnerOf(
  definition: EventDefinition,
  envelope: Pick<Envelope, 'subjectId' | 'actorId'>,
): string | undefined {
  if (definition.streams.includes('assessment')) return envelope.subjectId ?? envelope.actorId;
  const byActor = definition.streams.includes('actor') || definition.streams.includes('webhook');
  return byActor ? envelope.actorId : envelope.subjectId;
}

/** Check the parts a report brings along. Pointers are those of the report. */
export function checkReportedEnvelope(envelope: Envelope, reading: Reading): void {
  if (!isInstant(envelope.occurredAt)) {
    const message = 'Expected an instant of RFC 3339 with offset, such as 2026-11-22T09:30:00+08:00.';
    reading.fault({ pointer: '/occurredAt', code: 'malformed', message });
  }
  if (envelope.policyVersion !== undefined && !isReference(envelope.policyVersion)) {
    reading.fault({ pointer: '/policyVersion', code: 'malformed', message: 'Expected the slug of a policy version.' });
  }
  checkJurisdictions(envelope.jurisdictions, reading);
}

function checkJurisdictions(jurisdictions: unknown, reading: Reading): void {
  if (jurisdictions === undefined) return;
  const pointer = '/jurisdictions';
  if (!Array.isArray(jurisdictions) || jurisdictions.length === 0 || jurisdictions.length > JURISDICTION_COUNT_MAX) {
    const message = `Expected a list of 1 to ${JURISDICTION_COUNT_MAX} jurisdictions; leave it out if none is known.`;
    reading.fault({ pointer, code: 'malformed', message });
    return;
  }
  for (const [index, jurisdiction] of jurisdictions.entries()) {
    if (isJurisdiction(jurisdiction)) continue;
    const message = 'Expected a country of ISO 3166-1 alpha-2, a subdivision of ISO 3166-2, EU or EEA.';
    reading.fault({ pointer: `${pointer}/${index}`, code: 'malformed', message });
  }
}

/** Check the ids the ledger itself puts in. */
export function checkIds(definition: EventDefinition, envelope: Envelope, reading: Reading): void {
  if (envelope.controllerId !== undefined && !isReference(envelope.controllerId)) {
    reading.fault({ pointer: '/controllerId', code: 'malformed', message: 'Expected the slug of a controller.' });
  }
  if (envelope.actorId !== undefined && !isUuid(envelope.actorId)) {
    reading.fault({ pointer: '/actor/actorId', code: 'malformed', message: 'Expected a UUID.' });
  }
  if (envelope.subjectId !== undefined && !isUuid(envelope.subjectId)) {
    reading.fault({ pointer: '/subject/subjectId', code: 'malformed', message: 'Expected a UUID.' });
  }
  checkSubjectForm(definition, envelope.subjectId !== undefined, reading);
}

/** A fault if the event names a subject it may not have, or lacks one it must have. */
export function checkSubjectForm(definition: EventDefinition, named: boolean, reading: Reading): void {
  const form = subjectFormOf(definition);
  if (form === 'required' && !named) {
    const message = 'This type is about one person: name the subject by subjectId or identifiers.';
    reading.fault({ pointer: '/subject', code: 'missing', message });
  }
  if (form === 'refused' && named) {
    const message = 'This type is not about a person: leave the subject out.';
    reading.fault({ pointer: '/subject', code: 'notAllowed', message });
  }
}

type StoredEnvelope = Omit<StoredData, 'sealed' | 'fields' | 'schemaVersion'>;

/** The envelope as stored, without the parts that are unknown. */
export function storedEnvelope(envelope: Envelope): StoredEnvelope {
  const { controllerId, subjectId, occurredAt, policyVersion, jurisdictions, actorId } = envelope;
  // One by one: an object for each part that may be missing, and the spreading of it, took 1 µs a record.
  const stored: { -readonly [Part in keyof StoredEnvelope]: StoredEnvelope[Part] } = { occurredAt };
  if (controllerId !== undefined) stored.controllerId = controllerId;
  if (subjectId !== undefined) stored.subjectId = subjectId.toLowerCase();
  if (policyVersion !== undefined) stored.policyVersion = policyVersion;
  if (jurisdictions !== undefined) stored.jurisdictions = jurisdictions;
  if (actorId !== undefined) stored.actorId = actorId.toLowerCase();
  return stored;
}
