import { dtoShape, type Constraint, type PropertyShape } from './dto-shape.ts';
import { documentedSchema } from './property-documentation.ts';
import { isPredicateContext, type JsonSchema } from './satisfies.ts';
import type { DtoClass } from './structure.ts';

export const SCHEMA_BASE = '#/components/schemas/';

/** What a DTO is called among the components: generated clients make types of these names. */
export const componentNameOf = (dto: DtoClass): string => dto.name.replace(/Dto$/, '');

export const componentReference = (dto: DtoClass): { readonly $ref: string } => ({
  $ref: `${SCHEMA_BASE}${componentNameOf(dto)}`,
});

/**
 * The DTO as a component schema of OpenAPI 3.1, from the same metadata that decide. Parts are named by reference.
 * Not made by class-validator-jsonschema: under jest that cannot be loaded beside Nest (it requires an ES module of
 * tslib that Nest is importing), and it knows nothing of our predicates.
 */
export function schemaOfDto(dto: DtoClass): JsonSchema {
  const properties = [...dtoShape(dto).properties.values()];
  const required = properties.filter(({ optional }) => !optional).map(({ name }) => name);
  return {
    type: 'object',
    properties: propertySchemasOf(dto),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** By the properties' names, in the order of the decorators. */
export function propertySchemasOf(dto: DtoClass): { readonly [name: string]: JsonSchema } {
  const properties = [...dtoShape(dto).properties.values()];
  return Object.fromEntries(
    properties.map((property) => [
      property.name,
      { ...propertySchema(property), ...documentedSchema(dto, property.name) },
    ]),
  );
}

/** The DTO and all its parts. */
export function partsOfDto(dto: DtoClass): readonly DtoClass[] {
  const found = new Set<DtoClass>();
  const visit = (one: DtoClass): void => {
    if (found.has(one)) return;
    found.add(one);
    for (const { nested } of dtoShape(one).properties.values()) if (nested !== undefined) visit(nested.dto());
  };
  visit(dto);
  return [...found];
}

function propertySchema({ nested, constraints }: PropertyShape): JsonSchema {
  const reference = nested === undefined ? undefined : componentReference(nested.dto());
  if (reference !== undefined && nested?.list === false) return reference;
  const schema = constraints.map(documentationOf).reduce(merged, {});
  return reference === undefined ? schema : { ...schema, items: reference };
}

function documentationOf(constraint: Constraint): JsonSchema {
  const { context, each } = constraint;
  const schema = isPredicateContext(context) ? context.documentation : builtInDocumentation(constraint);
  return each ? { type: 'array', items: schema } : schema;
}

const merged = (a: JsonSchema, b: JsonSchema): JsonSchema => {
  const items = { ...((a['items'] ?? {}) as JsonSchema), ...((b['items'] ?? {}) as JsonSchema) };
  return { ...a, ...b, ...(Object.keys(items).length === 0 ? {} : { items }) };
};

/** A decorator without an entry is not documented, which is less than true but never false. */
function builtInDocumentation({ name, parameters: [first, second] }: Constraint): JsonSchema {
  switch (name) {
    case 'isString':
      return { type: 'string' };
    case 'isBoolean':
      return { type: 'boolean' };
    case 'isInt':
      return { type: 'integer' };
    case 'isNumber':
      return { type: 'number' };
    case 'isObject':
      return { type: 'object' };
    case 'isArray':
      return { type: 'array' };
    case 'arrayMinSize':
      return { minItems: first };
    case 'arrayMaxSize':
      return { maxItems: first };
    case 'arrayUnique':
      return { uniqueItems: true };
    case 'min':
      return { minimum: first };
    case 'max':
      return { maximum: first };
    case 'minLength':
      return { minLength: first };
    case 'maxLength':
      return { maxLength: first };
    case 'isLength':
      return { minLength: first, ...(second === undefined ? {} : { maxLength: second }) };
    case 'matches':
      return first instanceof RegExp ? { pattern: first.source } : {};
    case 'isIn':
      return { type: typeof (first as readonly unknown[])[0], enum: first };
    default:
      return {};
  }
}
