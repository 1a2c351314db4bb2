import { upcastsFrom } from './codec.ts';
import type { DecodedEvent } from './codec.ts';
import type { WrittenIdentifier } from './content.ts';
import { DomainError } from './domain-error.ts';
import { isObject } from './predicates.ts';
import { detailsCompartment, IDENTIFIERS, STATEMENTS } from './stored-event.ts';
import type { StoredFields, StoredValue } from './stored-event.ts';

/** What became of a compartment when it was opened; the shape a vault answers in. */
export type OpenedCompartment =
  | { readonly state: 'open'; readonly plaintext: string }
  | { readonly state: 'erased' }
  | { readonly state: 'tampered' };

/** A recorded event with what could be opened put back in its place. */
export interface RevealedEvent extends DecodedEvent {
  /** With the sealed texts that could be opened. */
  readonly fields: StoredFields;
  readonly identifiers?: readonly WrittenIdentifier[];
  /** By category, as IRI. */
  readonly details?: { readonly [category: string]: unknown };
  /** Compartments that stayed closed, and why. */
  readonly closed: { readonly [compartment: string]: 'erased' | 'tampered' | 'notOpened' };
}

/**
 * Put opened compartments back into the event.
 *
 * @param opened by the compartment's name; one that is missing stays `notOpened`
 * @throws DomainError `malformedEvent` if an opened text is not what `encode` seals
 */
export function withOpened(event: DecodedEvent, opened: ReadonlyMap<string, OpenedCompartment>): RevealedEvent {
  let { fields } = event;
  let identifiers: readonly WrittenIdentifier[] | undefined;
  const details: { [category: string]: unknown } = {};
  const closed: { [compartment: string]: 'erased' | 'tampered' | 'notOpened' } = {};
  for (const compartment of Object.keys(event.sealed)) {
    const answer = opened.get(compartment);
    if (answer?.state !== 'open') {
      closed[compartment] = answer?.state ?? 'notOpened';
    } else if (compartment === STATEMENTS) {
      fields = withStatements(event, parse(answer.plaintext));
    } else if (compartment === IDENTIFIERS) {
      identifiers = parse(answer.plaintext) as readonly WrittenIdentifier[];
    } else if (compartment.startsWith(DETAILS_PREFIX)) {
      details[compartment.slice(DETAILS_PREFIX.length)] = parse(answer.plaintext);
    }
  }
  return {
    ...event,
    fields,
    ...(identifiers === undefined ? {} : { identifiers }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
    closed,
  };
}

const DETAILS_PREFIX = detailsCompartment('');

function parse(plaintext: string): unknown {
  try {
    return JSON.parse(plaintext);
  } catch {
    // The cause would quote the opened text.
    throw new DomainError('malformedEvent', 'A sealed compartment is not JSON.');
  }
}

/** The fields with the sealed texts, given by RFC 6901 pointer, in their places. */
function withStatements(event: DecodedEvent, statements: unknown): StoredFields {
  if (!isObject(statements)) throw new DomainError('malformedEvent', 'The sealed statements are not an object.');
  const upcasts = upcastsFrom(event.definition, event.storedVersion);
  return Object.entries(statements).reduce<StoredFields>((fields, [storedPointer, text]) => {
    const pointer = upcasts.reduce((older, upcast) => upcast.pointer?.(older) ?? older, storedPointer);
    if (typeof text !== 'string') throw new DomainError('malformedEvent', 'A sealed statement is not a text.');
    return withText(fields, pointer.split('/').slice(1), text) as StoredFields;
  }, event.fields);
}

/** A copy with the text at the path. Paths come from definitions, whose names need no unescaping. */
function withText(value: StoredValue | undefined, path: readonly string[], text: string): StoredValue {
  const [name, ...rest] = path;
  if (name === undefined) return text;
  if (Array.isArray(value)) {
    return value.map((item: StoredValue, index) => (String(index) === name ? withText(item, rest, text) : item));
  }
  if (!isObject(value))
    throw new DomainError('malformedEvent', 'A sealed statement belongs to a field that is not there.');
  const fields = value;
  return { ...fields, [name]: withText(Object.hasOwn(fields, name) ? fields[name] : undefined, rest, text) };
}
