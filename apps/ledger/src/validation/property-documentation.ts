import type { JsonSchema } from './satisfies.ts';

const documented = new Map<object, Map<string, JsonSchema>>();

/** Adds to the description of a property what its validation does not say; decides nothing. */
export function Documented(schema: JsonSchema): PropertyDecorator {
  return (prototype, property) => {
    const ofDto = documented.get(prototype) ?? new Map<string, JsonSchema>();
    documented.set(prototype, ofDto.set(String(property), schema));
  };
}

/** What stands on the class or on one it extends. */
export function documentedSchema(dto: { readonly prototype: object }, property: string): JsonSchema {
  for (let at: object | null = dto.prototype; at !== null; at = Reflect.getPrototypeOf(at)) {
    const schema = documented.get(at)?.get(property);
    if (schema !== undefined) return schema;
  }
  return {};
}
