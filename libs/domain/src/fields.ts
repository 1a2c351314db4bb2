import type { EventDefinition, Field, Fields } from './event-definition.ts';

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
