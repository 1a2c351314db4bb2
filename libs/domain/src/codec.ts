import { readContent } from './content.ts';
import type { Content, WrittenIdentifier } from './content.ts';
import { definitions } from './definitions.ts';
import { DomainError } from './domain-error.ts';
import { checkIds, checkReportedEnvelope, sealOwnerOf, storedEnvelope } from './envelope.ts';
import type { Envelope } from './envelope.ts';
import type { ClearFieldValues, EventDefinition, Fields, FieldValues, Upcast } from './event-definition.ts';
import { isObject } from './predicates.ts';
import type { StoredData, StoredFields } from './stored-event.ts';
import { Reading } from './written-fields.ts';
import type { Vocabulary } from './vocabulary.ts';

/** An event about to be recorded. */
export interface NewEvent<F extends Fields = Fields> {
  readonly envelope: Envelope;
  /** Checked by the compiler where it knows the definition, and always when it is encoded. */
  readonly fields: string extends keyof F ? { readonly [name: string]: unknown } : FieldValues<F>;
  /** By category, IRI or prefixed name: any JSON. */
  readonly details?: { readonly [category: string]: unknown } | undefined;
  readonly identifiers?: readonly WrittenIdentifier[] | undefined;
}

/** An event ready to be sealed: the text of each of `toSeal` becomes the ciphertext of the same name in `sealed`. */
export interface EncodedEvent {
  readonly data: Omit<StoredData, 'sealed'>;
  readonly toSeal: { readonly [compartment: string]: string };
}

/**
 * The stored form of an event: clear fields with terms as IRIs, and apart from them what must be sealed under the keys of
 * `sealOwnerOf(definition, envelope)`.
 *
 * @throws DomainError `invalidRecord` with every fault, pointers as in a report
 */
export function encode<F extends Fields>(
  definition: EventDefinition<F>,
  event: NewEvent<NoInfer<F>>,
  vocabulary: Vocabulary,
): EncodedEvent {
  const reading = new Reading(vocabulary, sealOwnerOf(definition, event.envelope) !== undefined);
  checkReportedEnvelope(event.envelope, reading);
  checkIds(definition, event.envelope, reading);
  const content = readContent(definition, event, reading);
  reading.settle();
  return assemble(definition, event.envelope, content);
}

/** The stored form of content that was read (and so checked) before, as of a report. */
export function assemble(definition: EventDefinition, envelope: Envelope, content: Content): EncodedEvent {
  return {
    data: { schemaVersion: definition.schemaVersion, ...storedEnvelope(envelope), fields: content.fields },
    toSeal: content.toSeal,
  };
}

/** A recorded event as it is understood today: upcast, not opened. */
export interface DecodedEvent {
  readonly type: string;
  readonly definition: EventDefinition;
  /** The version it was stored in. */
  readonly storedVersion: number;
  readonly envelope: Envelope;
  /** Without the sealed texts. */
  readonly fields: StoredFields;
  /** Ciphertext by compartment. */
  readonly sealed: { readonly [compartment: string]: string };
}

/**
 * Read a stored event.
 *
 * @throws DomainError `unknownType`, `unknownSchemaVersion` or `malformedEvent`
 */
export function decode(
  type: string,
  data: unknown,
  known: ReadonlyMap<string, EventDefinition> = definitions,
): DecodedEvent {
  const definition = known.get(type);
  if (definition === undefined) throw new DomainError('unknownType', 'The event has a type this ledger does not know.');
  const stored = storedDataFrom(data);
  const { schemaVersion, fields, sealed = {}, ...envelope } = stored;
  return {
    type,
    definition,
    storedVersion: schemaVersion,
    envelope,
    fields: upcastsFrom(definition, schemaVersion).reduce((older, upcast) => upcast.fields(older), fields),
    sealed,
  };
}

/** The clear fields typed, if the event is of this definition. */
export function fieldsAs<F extends Fields>(
  event: Pick<DecodedEvent, 'type' | 'fields'>,
  definition: EventDefinition<F>,
): ClearFieldValues<F> | undefined {
  // `encode` let nothing else through, and `decode` brought older versions to this shape.
  return event.type === definition.type ? (event.fields as ClearFieldValues<F>) : undefined;
}

/** The steps from a stored version to today's. */
export function upcastsFrom(definition: EventDefinition, storedVersion: number): readonly Upcast[] {
  const upcasts = definition.upcasts ?? [];
  if (!Number.isInteger(storedVersion) || storedVersion < 1 || storedVersion > definition.schemaVersion) {
    throw new DomainError('unknownSchemaVersion', `${definition.type} has no such version.`);
  }
  return upcasts.slice(storedVersion - 1);
}

function storedDataFrom(data: unknown): StoredData {
  if (!isObject(data) || typeof data['occurredAt'] !== 'string' || typeof data['schemaVersion'] !== 'number') {
    throw new DomainError('malformedEvent', 'The event lacks occurredAt or schemaVersion.');
  }
  if (!isObject(data['fields']) || (data['sealed'] !== undefined && !isObject(data['sealed']))) {
    throw new DomainError('malformedEvent', 'The event lacks fields, or sealed is not an object.');
  }
  // The rest was checked when it was encoded, and the log vouches that nobody touched it since.
  return data as unknown as StoredData;
}
