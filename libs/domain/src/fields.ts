import type { EventDefinition, Field, Fields, TermScheme } from './event-definition.ts';
import type { StoredFields, StoredValue } from './stored-event.ts';

/** A leaf of a definition's fields: its place (`categories[].category`), its kind, whether it may be left out. */
export interface FieldPlace {
  readonly path: string;
  readonly field: Field;
  readonly optional: boolean;
}

/** Every leaf field of a definition, in order, lists and objects unfolded. */
export function fieldPlaces(definition: EventDefinition): readonly FieldPlace[] {
  return placesIn(definition.fields, '', false);
}

function placesIn(fields: Fields, prefix: string, optional: boolean): readonly FieldPlace[] {
  return Object.entries(fields).flatMap(([name, field]) => placesAt(field, `${prefix}${name}`, optional));
}

function placesAt(field: Field, path: string, optional: boolean): readonly FieldPlace[] {
  switch (field.kind) {
    case 'optional':
      return placesAt(field.of, path, true);
    case 'list':
      return placesAt(field.of, `${path}[]`, optional);
    case 'object':
      return placesIn(field.fields, `${path}.`, optional);
    default:
      return [{ path, field, optional }];
  }
}

/** The leaves that stay in clear: all but free text. */
export function clearFieldsOf(definition: EventDefinition): readonly FieldPlace[] {
  return fieldPlaces(definition).filter(({ field }) => field.kind !== 'sealedText');
}

/** IRIs of the terms of a scheme that an event names anywhere in its fields, each once, in order. */
export function termsIn(definition: EventDefinition, fields: StoredFields, scheme: TermScheme): readonly string[] {
  return gather(definition, fields, (field) => field.kind === 'term' && field.scheme === scheme);
}

/** Ids of the recipients an event names anywhere in its fields, each once, in order. */
export function recipientsIn(definition: EventDefinition, fields: StoredFields): readonly string[] {
  return gather(definition, fields, (field) => field.kind === 'recipient');
}

function gather(
  definition: EventDefinition,
  fields: StoredFields,
  wanted: (field: Field) => boolean,
): readonly string[] {
  const found = new Set<string>();
  gatherIn(definition.fields, fields, (field, value) => {
    if (typeof value === 'string' && wanted(field)) found.add(value);
  });
  return [...found];
}

type Visit = (field: Field, value: StoredValue) => void;

function gatherIn(fields: Fields, values: StoredFields, visit: Visit): void {
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name];
    if (value !== undefined) gatherAt(field, value, visit);
  }
}

function gatherAt(field: Field, value: StoredValue, visit: Visit): void {
  if (field.kind === 'optional') gatherAt(field.of, value, visit);
  else if (field.kind === 'list') {
    if (isList(value)) for (const item of value) gatherAt(field.of, item, visit);
  } else if (field.kind === 'object') {
    if (isFields(value)) gatherIn(field.fields, value, visit);
  } else visit(field, value);
}

const isList = (value: StoredValue): value is readonly StoredValue[] => Array.isArray(value);
const isFields = (value: StoredValue): value is StoredFields => typeof value === 'object' && !Array.isArray(value);
