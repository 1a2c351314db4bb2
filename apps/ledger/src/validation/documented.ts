import { ApiBody, ApiExtension, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { dtoShape } from './dto-shape.ts';
import type { JsonSchema } from './satisfies.ts';
import { componentReference, propertySchemasOf, SCHEMA_BASE } from './schema-of-dto.ts';
import type { DtoClass } from './structure.ts';

const inUse = new Set<DtoClass>();

/** Every DTO that a route takes or answers with. */
export const documentedDtos = (): readonly DtoClass[] => [...inUse];

/** Has the DTO described among the components, and refers to it. */
export function referenceTo(dto: DtoClass): JsonSchema & { readonly $ref: string } {
  inUse.add(dto);
  return componentReference(dto);
}

const named = new Map<string, JsonSchema>();

/** Every schema of its own name that something refers to. */
export const documentedSchemas = (): ReadonlyMap<string, JsonSchema> => named;

/** Has a schema that no DTO stands for described among the components, and refers to it. */
export function referenceToSchema(name: string, schema: JsonSchema): JsonSchema & { readonly $ref: string } {
  if (named.has(name)) throw new Error(`Two schemas are called ${name}.`);
  named.set(name, schema);
  return { $ref: `${SCHEMA_BASE}${name}` };
}

type Place = 'body' | 'query' | 'path';

/** Describes what a handler's parameter takes, on the handler: the decorators of a parameter know its method. */
export function documentParameter(dto: DtoClass, place: Place): ParameterDecorator {
  return (prototype, method) => {
    if (method === undefined) throw new Error('Only parameters of handlers can be described.');
    const descriptor = Reflect.getOwnPropertyDescriptor(prototype, method);
    if (descriptor === undefined) throw new Error('The handler is not there.');
    for (const decorate of descriptionsOf(dto, place)) decorate(prototype, method, descriptor);
  };
}

function descriptionsOf(dto: DtoClass, place: Place): readonly MethodDecorator[] {
  if (place === 'body') return [ApiBody({ required: true, schema: referenceTo(dto) })];
  const optional = new Map(
    [...dtoShape(dto).properties.values()].map((property) => [property.name, property.optional]),
  );
  return Object.entries(propertySchemasOf(dto)).map(([name, { description, ...schema }]) => {
    const text = typeof description === 'string' ? { description } : {};
    return place === 'query'
      ? ApiQuery({ name, required: optional.get(name) === false, schema, ...text })
      : ApiParam({ name, required: true, schema, ...text });
  });
}

/** By media type: a DTO, or a schema of one's own (`listOf(SomeDto)`, `{ type: 'string' }`). */
export type Content = { readonly [mediaType: string]: DtoClass | JsonSchema };

export const listOf = (dto: DtoClass): JsonSchema => ({ type: 'array', items: referenceTo(dto) });

/** Describes a good answer of a route. Refusals are described by `Refuses`. */
export function Answers(
  status: number,
  description: string,
  content: DtoClass | Content = {},
  headers: ResponseHeaders = {},
): MethodDecorator {
  const byMediaType = typeof content === 'function' ? { 'application/json': content } : content;
  return ApiResponse({
    status,
    description,
    ...(Object.keys(byMediaType).length === 0 ? {} : { content: contentOf(byMediaType) }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  });
}

export type ResponseHeaders = {
  readonly [name: string]: { readonly description: string; readonly schema: { readonly type: 'string' | 'integer' } };
};

/** Where `Takes` leaves its description for `buildOpenApiDocument`: Nest's own decorator knows one schema only. */
export const TAKES = 'x-takes';

/** Bodies to show, by media type and a name that says what each shows. */
export type Examples = { readonly [mediaType: string]: { readonly [name: string]: { readonly value: unknown } } };

/** Describes the bodies of a route that reads them itself. */
export function Takes(content: Content, examples: Examples = {}): MethodDecorator {
  const shown = Object.entries(contentOf(content)).map(([mediaType, described]) => {
    const ofType = examples[mediaType];
    return [mediaType, ofType === undefined ? described : { ...described, examples: ofType }] as const;
  });
  return ApiExtension(TAKES, { required: true, content: Object.fromEntries(shown) }) as MethodDecorator;
}

function contentOf(content: Content): { [mediaType: string]: { schema: JsonSchema } } {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, described]) => {
      const schema = typeof described === 'function' ? referenceTo(described) : described;
      return [mediaType, { schema }];
    }),
  );
}
