import { getMetadataStorage } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { dtoShape, type Constraint, type PropertyShape } from './dto-shape.ts';
import { isPredicateContext, type JsonSchema } from './satisfies.ts';
import type { DtoClass } from './structure.ts';

export const SCHEMA_BASE = '#/components/schemas/';

/** The DTO as a component schema of OpenAPI 3.1, from the same metadata that decide. Parts are named by reference. */
export function schemaOfDto(dto: DtoClass): JsonSchema {
  const { properties } = dtoShape(dto);
  const documented = targetConstructorToSchema(dto, {
    classValidatorMetadataStorage: getMetadataStorage(),
    refPointerPrefix: SCHEMA_BASE,
    // Parts and predicates are documented below: the package can only guess them from the property's type.
    additionalConverters: {
      nestedValidation: () => ({}),
      customValidation: () => ({}),
      conditionalValidation: () => ({}),
    },
  });
  const known = (documented.properties ?? {}) as { readonly [name: string]: JsonSchema };
  const entries = [...properties.values()].map((property) => [
    property.name,
    propertySchema(property, known[property.name]),
  ]);
  const required = [...properties.values()].filter(({ optional }) => !optional).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(entries),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** The DTO and all its parts, by class name. */
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

function propertySchema(property: PropertyShape, documented: JsonSchema = {}): JsonSchema {
  const { nested, constraints } = property;
  const predicates = constraints.map(documentationOf).filter((schema) => Object.keys(schema).length > 0);
  const own = nested === undefined ? documented : nestedSchema(nested.dto(), { list: nested.list }, documented);
  return predicates.reduce(merged, own);
}

function nestedSchema(dto: DtoClass, { list }: { readonly list: boolean }, documented: JsonSchema): JsonSchema {
  const reference = { $ref: `${SCHEMA_BASE}${dto.name}` };
  return list ? { ...documented, type: 'array', items: reference } : reference;
}

function documentationOf({ context, each }: Constraint): JsonSchema {
  if (!isPredicateContext(context)) return {};
  return each ? { items: context.documentation } : context.documentation;
}

const merged = (a: JsonSchema, b: JsonSchema): JsonSchema => {
  const items = { ...((a['items'] ?? {}) as JsonSchema), ...((b['items'] ?? {}) as JsonSchema) };
  return { ...a, ...b, ...(Object.keys(items).length === 0 ? {} : { items }) };
};
