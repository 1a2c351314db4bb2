import { jsonSchemaOf, recordTypes } from '#libs/domain';
import type { JsonSchema } from '../validation/satisfies.ts';
import { SCHEMA_BASE } from '../validation/schema-of-dto.ts';

const nameOf = (type: string): string => `${type}Data`;

/** For `@Documented` on the `data` of a report: one of the forms, by the report's `type`. */
export const RECORD_DATA_SCHEMA: JsonSchema = {
  description: 'The form depends on `type`: `<type>Data`.',
  anyOf: [...recordTypes.keys()].map((type) => ({ $ref: `${SCHEMA_BASE}${nameOf(type)}` })),
};

/** The `data` of each record type as a component schema, by the name that `RECORD_DATA_SCHEMA` refers to. */
export function recordDataSchemas(): { readonly [name: string]: JsonSchema } {
  return Object.fromEntries(
    [...recordTypes.values()].map((definition) => {
      const { $schema: _dialect, $id: _id, ...schema } = jsonSchemaOf(definition);
      return [nameOf(definition.type), schema];
    }),
  );
}
