import fc from 'fast-check';

/** The part of JSON Schema that the API description uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: JsonSchema;
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

export type Components = { readonly [name: string]: JsonSchema };

/** Deeper than any part of the description goes; what refers to itself ends there. */
const DEPTH_MAX = 6;
const ITEMS_MAX = 3;
const LENGTH_MAX = 40;

const FORMATS: { readonly [format: string]: fc.Arbitrary<string> } = {
  uuid: fc.uuid({ version: 4 }),
  'date-time': fc.constantFrom('2026-11-20T10:00:00+08:00', '2024-02-29T23:59:59.123Z', '1970-01-01T00:00:00Z'),
  date: fc.constantFrom('2026-11-20', '2024-02-29'),
  duration: fc.constantFrom('P3Y', 'PT72H', 'P1M'),
  uri: fc.constantFrom('https://example.org/a'),
};

/** Values that look like what a schema describes: near enough that the service reads them to their end. */
export class SchemaArbitraries {
  readonly #components: Components;
  readonly #byReference = new Map<string, fc.Arbitrary<unknown>>();

  constructor(components: Components) {
    this.#components = components;
  }

  of(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
    if (depth > DEPTH_MAX) return fc.constant(null);
    if (schema.$ref !== undefined) return this.#referred(schema.$ref, depth);
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const several = schema.oneOf ?? schema.anyOf ?? schema.allOf;
    if (several !== undefined) return fc.oneof(...several.map((one) => this.of(one, depth + 1)));
    const type = Array.isArray(schema.type) ? (schema.type as readonly string[])[0] : schema.type;
    switch (type) {
      case 'string':
        return textLike(schema);
      case 'integer':
      case 'number':
        return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 5_000, 5_000) });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'array':
        return this.#listLike(schema, depth);
      case 'object':
        return this.#objectLike(schema, depth);
      default:
        return fc.jsonValue({ maxDepth: 2 });
    }
  }

  #referred(reference: string, depth: number): fc.Arbitrary<unknown> {
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    const key = `${name} ${String(depth)}`;
    const known = this.#byReference.get(key);
    if (known !== undefined) return known;
    const schema = this.#components[name];
    if (schema === undefined) throw new Error(`The description has no component ${name}.`);
    const made = this.of(schema, depth + 1);
    this.#byReference.set(key, made);
    return made;
  }

  #listLike({ items = {}, minItems = 0, maxItems = ITEMS_MAX }: JsonSchema, depth: number): fc.Arbitrary<unknown> {
    const most = Math.max(minItems, Math.min(maxItems, ITEMS_MAX));
    return fc.array(this.of(items, depth + 1), { minLength: Math.min(minItems, most), maxLength: most });
  }

  #objectLike(
    { properties = {}, required = [], additionalProperties }: JsonSchema,
    depth: number,
  ): fc.Arbitrary<unknown> {
    const members = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, this.of(property, depth + 1)]),
    );
    const named = fc.record(members, { requiredKeys: required.filter((name) => name in members) });
    if (typeof additionalProperties !== 'object') return named;
    const more = fc.dictionary(fc.constantFrom('pd:Name', 'pd:EmailAddress'), this.of(additionalProperties, depth + 1));
    return fc.tuple(named, more).map(([own, others]) => ({ ...others, ...own }));
  }
}

function textLike({ pattern, format, minLength = 0, maxLength = LENGTH_MAX }: JsonSchema): fc.Arbitrary<unknown> {
  const known = format === undefined ? undefined : FORMATS[format];
  if (known !== undefined) return known;
  if (pattern !== undefined) {
    try {
      return fc.stringMatching(new RegExp(pattern, 'u'), { size: '-1' });
    } catch {
      // A pattern that fast-check cannot turn round (look-ahead, for instance): any text will do.
    }
  }
  const most = Math.max(minLength, Math.min(maxLength, LENGTH_MAX));
  return fc.string({ minLength: Math.min(minLength, most), maxLength: most });
}
