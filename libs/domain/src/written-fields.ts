import { DomainError } from './domain-error.ts';
import type { Field, Fields, TermScheme } from './event-definition.ts';
import { FAULT_COUNT_MAX } from './fault.ts';
import type { Fault } from './fault.ts';
import { SCALARS } from './scalars.ts';
import { isObject, TERM_LENGTH_MAX } from './predicates.ts';
import { candidate, nearestOf } from './nearest.ts';
import type { StoredFields, StoredValue } from './stored-event.ts';
import { nearestTerms, resolveTerm } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

/** How many names a fault suggests. */
const NEAREST_COUNT = 3;
/** How many faults of one record get suggestions: looking for them costs most, and a hostile batch must not. */
const SUGGESTING_COUNT_MAX = 3;

/** What reading the written fields gathers on its way: the sealed texts by pointer, and everything that is wrong. */
export class Reading {
  readonly vocabulary: Vocabulary;
  /** Whether there is a person whose key seals free text. */
  readonly canSeal: boolean;
  readonly statements: { [pointer: string]: string } = {};
  readonly faults: Fault[] = [];
  private suggestions = 0;

  constructor(vocabulary: Vocabulary, canSeal: boolean) {
    this.vocabulary = vocabulary;
    this.canSeal = canSeal;
  }

  fault(fault: Fault): undefined {
    if (this.faults.length < FAULT_COUNT_MAX) this.faults.push(fault);
    return undefined;
  }

  /** A fault with the names that were perhaps meant. */
  faultWithNearest(fault: Fault, nearest: () => readonly string[]): undefined {
    this.suggestions += 1;
    return this.fault(this.suggestions > SUGGESTING_COUNT_MAX ? fault : { ...fault, nearest: nearest() });
  }

  /** Throw if anything was wrong. */
  settle(): void {
    if (this.faults.length > 0) throw new DomainError('invalidRecord', 'The record has faults.', this.faults);
  }
}

/** Where a field stands inside the fields. Spelt out only where somebody asks, for most fields are right. */
interface Place {
  readonly within: Place | Root;
  readonly name: string | number;
}

/** The fields as a whole, with their pointer in the report. */
interface Root {
  readonly pointer: string;
}

const isRoot = (place: Place | Root): place is Root => 'pointer' in place;

/** Pointer in the report, for faults. */
function pointerOf(place: Place | Root): string {
  return isRoot(place) ? place.pointer : `${pointerOf(place.within)}/${place.name}`;
}

/** Pointer inside the fields, for sealed texts. */
function pathOf(place: Place | Root): string {
  return isRoot(place) ? '' : `${pathOf(place.within)}/${place.name}`;
}

/**
 * Read the fields of an event as somebody wrote them: check each against its definition, resolve terms to IRIs, and take
 * free text out into `reading.statements`. What is wrong goes into `reading.faults`; the result then is incomplete.
 *
 * @param pointer of `written` in the report, for faults
 */
export function readFields(fields: Fields, written: unknown, pointer: string, reading: Reading): StoredFields {
  return readObject(fields, written, { pointer }, reading) ?? {};
}

const ENTRIES = new WeakMap<Fields, readonly (readonly [string, Field])[]>();

/** Definitions never change, and making the list of their fields for each record is a tenth of all garbage. */
function entriesOf(fields: Fields): readonly (readonly [string, Field])[] {
  let entries = ENTRIES.get(fields);
  if (entries === undefined) ENTRIES.set(fields, (entries = Object.entries(fields)));
  return entries;
}

function readObject(fields: Fields, written: unknown, place: Place | Root, reading: Reading): StoredFields | undefined {
  if (!isObject(written)) {
    return reading.fault({ pointer: pointerOf(place), code: 'wrongType', message: 'Expected an object.' });
  }
  for (const name of Object.keys(written)) {
    if (Object.hasOwn(fields, name)) continue;
    reading.faultWithNearest(
      {
        pointer: pointerOf(place),
        code: 'unexpected',
        message: 'Remove the field that is not defined here, or correct its name.',
      },
      () =>
        nearestOf(
          Object.keys(fields).map((known) => candidate(known, [known])),
          name,
          NEAREST_COUNT,
        ),
    );
    if (reading.faults.length >= FAULT_COUNT_MAX) break;
  }
  const clear: { [name: string]: StoredValue } = {};
  for (const [name, field] of entriesOf(fields)) {
    const value = Object.hasOwn(written, name) ? written[name] : undefined;
    const read = readField(field, value, { within: place, name }, reading);
    if (read !== undefined) clear[name] = read;
  }
  return clear;
}

function readField(field: Field, value: unknown, place: Place, reading: Reading): StoredValue | undefined {
  if (value === undefined) {
    if (field.kind === 'optional') return undefined;
    return reading.fault({ pointer: pointerOf(place), code: 'missing', message: 'This field is required.' });
  }
  switch (field.kind) {
    case 'optional':
      return readField(field.of, value, place, reading);
    case 'object':
      return readObject(field.fields, value, place, reading);
    case 'list':
      return readList(field, value, place, reading);
    case 'term':
      return readTerm(field, value, place, reading);
    case 'sealedText':
      return readText(field, value, place, reading);
    case 'document':
      // Whoever records it made it: a pack that was read, an answer of the rules. It was checked there.
      if (isObject(value)) return value as StoredFields;
      return reading.fault({ pointer: pointerOf(place), code: 'wrongType', message: 'Expected an object.' });
    case 'enum':
      if (typeof value === 'string' && field.values.includes(value)) return value;
      return reading.fault({
        pointer: pointerOf(place),
        code: 'notAllowed',
        message: `Expected one of: ${field.values.join(', ')}.`,
      });
    default: {
      const scalar = SCALARS[field.kind];
      if (!scalar.accepts(value)) {
        return reading.fault({ pointer: pointerOf(place), code: 'malformed', message: `Expected ${scalar.expected}.` });
      }
      return field.kind === 'uuid' ? String(value).toLowerCase() : value;
    }
  }
}

function readList(
  field: Field & { kind: 'list' },
  value: unknown,
  place: Place,
  reading: Reading,
): StoredValue | undefined {
  if (!Array.isArray(value))
    return reading.fault({ pointer: pointerOf(place), code: 'wrongType', message: 'Expected a list.' });
  if (value.length === 0) {
    return reading.fault({
      pointer: pointerOf(place),
      code: 'empty',
      message: 'Expected at least one item; leave out what is not known.',
    });
  }
  if (value.length > field.countMax) {
    return reading.fault({
      pointer: pointerOf(place),
      code: 'tooMany',
      message: `Expected at most ${field.countMax} items.`,
    });
  }
  const clear: StoredValue[] = [];
  for (const [index, item] of value.entries()) {
    const read = readField(field.of, item as unknown, { within: place, name: index }, reading);
    if (read !== undefined) clear.push(read);
  }
  return clear;
}

function readTerm(field: Field & { kind: 'term' }, value: unknown, place: Place, reading: Reading): string | undefined {
  const iri = typeof value === 'string' ? resolveTerm(reading.vocabulary, field.scheme, value) : undefined;
  return iri ?? readTermName(field.scheme, value, pointerOf(place), reading);
}

/** Resolve a written term, or say what is wrong with it. */
export function readTermName(
  scheme: TermScheme,
  value: unknown,
  pointer: string,
  reading: Reading,
): string | undefined {
  if (typeof value !== 'string' || value.length > TERM_LENGTH_MAX) {
    return reading.fault({ pointer, code: 'malformed', message: 'Expected a term, as IRI or prefixed name.' });
  }
  return (
    resolveTerm(reading.vocabulary, scheme, value) ??
    reading.faultWithNearest(
      { pointer, code: 'unknownTerm', message: `Expected a term of the vocabulary of the scheme ${scheme}.` },
      () => nearestTerms(reading.vocabulary, scheme, value, NEAREST_COUNT),
    )
  );
}

function readText(field: Field & { kind: 'sealedText' }, value: unknown, place: Place, reading: Reading): undefined {
  if (typeof value !== 'string')
    return reading.fault({ pointer: pointerOf(place), code: 'wrongType', message: 'Expected a text.' });
  if (value.length > field.lengthMax) {
    return reading.fault({
      pointer: pointerOf(place),
      code: 'tooLong',
      message: `Expected at most ${field.lengthMax} characters.`,
    });
  }
  if (!reading.canSeal) {
    const message = 'Free text is sealed under the key of a person, and this record is about none. Leave it out.';
    return reading.fault({ pointer: pointerOf(place), code: 'notAllowed', message });
  }
  reading.statements[pathOf(place)] = value;
  return undefined;
}
