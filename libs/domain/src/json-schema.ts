import type { EventDefinition, Field, Fields } from './event-definition.ts';
import { TERM_LENGTH_MAX } from './predicates.ts';
import { SCALARS } from './scalars.ts';

/** JSON Schema 2020-12. */
export type JsonSchema = { readonly [keyword: string]: unknown };

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The base of the schemas' own ids. Nothing needs to be served there. */
export const SCHEMA_NAMESPACE = 'https://personal-data-ledger.org/events/';

/** How a value is written: by whoever reports it, or by the ledger into the store. */
type Form = 'wire' | 'stored';

/** Schema of a report's `data`, as services write it: terms as IRI or prefixed name, free text in its place. */
export function jsonSchemaOf(definition: EventDefinition): JsonSchema {
  return {
    $schema: DIALECT,
    $id: `${SCHEMA_NAMESPACE}${definition.type}.v${definition.schemaVersion}.data.json`,
    title: definition.type,
    description: definition.description,
    $comment: `Source: ${definition.source}`,
    ...objectSchema(definition.fields, 'wire'),
  };
}

/** Schema of the whole stored event: clear fields with terms as IRIs, and ciphertext by compartment. */
export function storedJsonSchemaOf(definition: EventDefinition): JsonSchema {
  const uuid = SCALARS.uuid.schema;
  return {
    $schema: DIALECT,
    $id: `${SCHEMA_NAMESPACE}${definition.type}.v${definition.schemaVersion}.stored.json`,
    title: definition.type,
    description: definition.description,
    $comment: `Source: ${definition.source}`,
    type: 'object',
    required: ['schemaVersion', 'occurredAt', 'fields'],
    additionalProperties: false,
    properties: {
      schemaVersion: { const: definition.schemaVersion },
      controllerId: { description: 'The data controller.', ...SCALARS.controller.schema },
      subjectId: { description: 'The data subject, as a random id.', ...uuid },
      occurredAt: { description: 'When it happened, as the service said it.', ...SCALARS.instant.schema },
      policyVersion: { description: 'Policy version in force.', ...SCALARS.reference.schema },
      jurisdictions: {
        description: 'ISO 3166 codes, EU or EEA.',
        type: 'array',
        minItems: 1,
        items: { type: 'string', pattern: '^(?:[A-Z]{2}(?:-[A-Z0-9]{1,3})?|EEA)$' },
      },
      actorId: { description: 'Who did it, as a random id.', ...uuid },
      fields: objectSchema(definition.fields, 'stored'),
      sealed: sealedSchema(definition),
    },
  };
}

function sealedSchema(definition: EventDefinition): JsonSchema {
  const ciphertext = { type: 'string', pattern: '^[A-Za-z0-9_-]+$' };
  const seals = definition.seals ?? [];
  const properties = {
    ...(hasSealedText(definition.fields) ? { statements: ciphertext } : {}),
    ...(seals.includes('identifiers') ? { identifiers: ciphertext } : {}),
  };
  const details = seals.includes('details') ? { patternProperties: { '^details/https://': ciphertext } } : {};
  return {
    description: "Ciphertext by compartment, base64url, under the person's own keys.",
    type: 'object',
    minProperties: 1,
    properties,
    ...details,
    additionalProperties: false,
  };
}

/** Whether free text stands anywhere in the fields. */
export function hasSealedText(fields: Fields): boolean {
  return Object.values(fields).some(isOrHasSealedText);
}

function isOrHasSealedText(field: Field): boolean {
  if (field.kind === 'optional' || field.kind === 'list') return isOrHasSealedText(field.of);
  return field.kind === 'sealedText' || (field.kind === 'object' && hasSealedText(field.fields));
}

/** Schema of an object with these fields. */
export function objectSchema(fields: Fields, form: Form): JsonSchema {
  const present = Object.entries(fields).filter(([, field]) => form === 'wire' || !isText(field));
  return {
    type: 'object',
    required: present.filter(([, field]) => field.kind !== 'optional').map(([name]) => name),
    additionalProperties: false,
    properties: Object.fromEntries(present.map(([name, field]) => [name, fieldSchema(field, form)])),
  };
}

const isText = (field: Field): boolean =>
  field.kind === 'sealedText' || (field.kind === 'optional' && isText(field.of));

function fieldSchema(field: Field, form: Form): JsonSchema {
  const described = field.description === undefined ? {} : { description: field.description };
  switch (field.kind) {
    case 'optional':
      return { ...fieldSchema(field.of, form), ...described };
    case 'list':
      return { ...described, type: 'array', minItems: 1, maxItems: field.countMax, items: fieldSchema(field.of, form) };
    case 'object':
      return { ...described, ...objectSchema(field.fields, form) };
    case 'document':
      return { ...described, type: 'object' };
    case 'enum':
      return { ...described, enum: field.values };
    case 'term':
      return {
        ...described,
        type: 'string',
        maxLength: TERM_LENGTH_MAX,
        pattern:
          form === 'wire'
            ? '^(?:https://[^#]+#|[a-z][a-z-]*:)[A-Za-z][A-Za-z0-9-]*$'
            : '^https://[^#]+#[A-Za-z][A-Za-z0-9-]*$',
        $comment: `A term of the vocabulary of the scheme ${field.scheme}.`,
      };
    case 'sealedText':
      return {
        ...described,
        type: 'string',
        maxLength: field.lengthMax,
        $comment: 'Sealed: it never stands in clear in the log.',
      };
    default:
      return { ...described, ...SCALARS[field.kind].schema };
  }
}
