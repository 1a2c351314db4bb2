import type { EventDefinition } from './event-definition.ts';
import { IDENTIFIER_LENGTH_MAX, isIdentifierScheme, isIdentifierValue, isObject } from './predicates.ts';
import { detailsCompartment, IDENTIFIERS, STATEMENTS } from './stored-event.ts';
import type { StoredFields } from './stored-event.ts';
import { readFields, readTermName } from './written-fields.ts';
import type { Reading } from './written-fields.ts';

/** An identifier of a person, as a service names it. */
export interface WrittenIdentifier {
  readonly scheme: string;
  readonly value: string;
}

/** What an event says, as written: nothing checked, resolved or sealed yet. */
export interface WrittenContent {
  readonly fields: unknown;
  /** Personal detail by category (IRI or prefixed name): any JSON. */
  readonly details?: unknown;
  readonly identifiers?: unknown;
}

/** What an event says, split: `fields` stays in clear, each of `toSeal` is the JSON of a compartment. */
export interface Content {
  readonly fields: StoredFields;
  readonly toSeal: { readonly [compartment: string]: string };
}

/** Most identifiers of one person in one record. */
export const IDENTIFIER_COUNT_MAX = 20;
/** Longest detail of one category as JSON, in UTF-16 code units: a form, not a document. */
export const DETAIL_LENGTH_MAX = 16_384;
/** Deepest nesting of a detail. */
export const DETAIL_DEPTH_MAX = 8;
/** Most categories one record may give details of. */
export const DETAIL_COUNT_MAX = 50;

/** Check and split what was written. Faults go into `reading`; pointers are those of a report. */
export function readContent(definition: EventDefinition, written: WrittenContent, reading: Reading): Content {
  const fields = readFields(definition.fields, written.fields, '/data', reading);
  const toSeal: { [compartment: string]: string } = {};
  if (Object.keys(reading.statements).length > 0) toSeal[STATEMENTS] = JSON.stringify(reading.statements);
  if (written.identifiers !== undefined) {
    const identifiers = mayCarry(definition, 'identifiers', reading)
      ? readIdentifiers(written.identifiers, '/identifiers', reading)
      : undefined;
    if (identifiers !== undefined) toSeal[IDENTIFIERS] = JSON.stringify(identifiers);
  }
  if (written.details !== undefined && mayCarry(definition, 'details', reading)) {
    Object.assign(toSeal, readDetails(written.details, reading));
  }
  return { fields, toSeal };
}

function mayCarry(definition: EventDefinition, what: 'identifiers' | 'details', reading: Reading): boolean {
  const pointer = `/${what}`;
  if (!(definition.seals ?? []).includes(what)) {
    reading.fault({ pointer, code: 'notAllowed', message: `This type has no ${what}: leave them out.` });
    return false;
  }
  if (!reading.canSeal) {
    const message = 'They are sealed under the key of a person, and this record is about none. Leave them out.';
    reading.fault({ pointer, code: 'notAllowed', message });
    return false;
  }
  return true;
}

/** Identifiers as `{scheme, value}`, nothing else; `undefined` with faults if they are not. */
export function readIdentifiers(
  written: unknown,
  pointer: string,
  reading: Reading,
): readonly WrittenIdentifier[] | undefined {
  if (!Array.isArray(written) || written.length === 0 || written.length > IDENTIFIER_COUNT_MAX) {
    const message = `Expected a list of 1 to ${IDENTIFIER_COUNT_MAX} identifiers.`;
    return reading.fault({ pointer, code: 'malformed', message });
  }
  const identifiers = written.map((identifier: unknown, index) =>
    readIdentifier(identifier, `${pointer}/${index}`, reading),
  );
  return identifiers.every((identifier) => identifier !== undefined) ? identifiers : undefined;
}

function readIdentifier(written: unknown, pointer: string, reading: Reading): WrittenIdentifier | undefined {
  if (!isObject(written) || Object.keys(written).some((name) => name !== 'scheme' && name !== 'value')) {
    return reading.fault({ pointer, code: 'wrongType', message: 'Expected an object with scheme and value only.' });
  }
  const { scheme, value } = written;
  if (!isIdentifierScheme(scheme)) {
    const message = 'Expected the kind of identifier in camel case, such as userId, at most 32 letters and digits.';
    return reading.fault({ pointer: `${pointer}/scheme`, code: 'malformed', message });
  }
  if (!isIdentifierValue(value)) {
    const message = `Expected a text of 1 to ${IDENTIFIER_LENGTH_MAX} characters that is not blank.`;
    return reading.fault({ pointer: `${pointer}/value`, code: 'malformed', message });
  }
  return { scheme, value };
}

function readDetails(written: unknown, reading: Reading): { readonly [compartment: string]: string } {
  const pointer = '/details';
  const toSeal: { [compartment: string]: string } = {};
  if (!isObject(written)) {
    reading.fault({ pointer, code: 'wrongType', message: 'Expected an object with a category as each key.' });
    return toSeal;
  }
  const entries = Object.entries(written);
  if (entries.length === 0 || entries.length > DETAIL_COUNT_MAX) {
    reading.fault({ pointer, code: 'malformed', message: `Expected 1 to ${DETAIL_COUNT_MAX} categories.` });
    return toSeal;
  }
  for (const [category, value] of entries) {
    const iri = readTermName('category', category, pointer, reading);
    if (iri === undefined) continue;
    const compartment = detailsCompartment(iri);
    if (Object.hasOwn(toSeal, compartment)) {
      reading.fault({
        pointer,
        code: 'notAllowed',
        message: 'A category is named twice, as IRI and as prefixed name.',
      });
      continue;
    }
    const text = readDetail(value, reading);
    if (text !== undefined) toSeal[compartment] = text;
  }
  return toSeal;
}

function readDetail(value: unknown, reading: Reading): string | undefined {
  // The pointer stops short of the key: it is the caller's, and only a known term may be told again.
  const pointer = '/details';
  if (isDeeperThan(value, DETAIL_DEPTH_MAX)) {
    return reading.fault({ pointer, code: 'tooDeep', message: `Expected nesting of at most ${DETAIL_DEPTH_MAX}.` });
  }
  if (holdsInfinity(value)) {
    return reading.fault({ pointer, code: 'malformed', message: 'Expected numbers that a 64-bit float can hold.' });
  }
  const text = JSON.stringify(value);
  if (text === undefined) return reading.fault({ pointer, code: 'wrongType', message: 'Expected JSON.' });
  if (text.length > DETAIL_LENGTH_MAX) {
    const message = `Expected at most ${DETAIL_LENGTH_MAX} characters of JSON for each category.`;
    return reading.fault({ pointer, code: 'tooLong', message });
  }
  return text;
}

function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(inner, depth - 1));
}

/** `1e400` is JSON that no number can hold: it would be sealed as null. */
function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsInfinity);
}
