import 'reflect-metadata';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateIf, ValidateNested } from 'class-validator';

/** A class whose instances are validated: a DTO. */
export type DtoClass<T extends object = object> = new () => T;

export interface NestedPart {
  readonly dto: () => DtoClass;
  readonly list: boolean;
}

const nestedParts = new Map<object, Map<string, NestedPart>>();

const isPresent = (_dto: object, value: unknown): boolean => value !== undefined;

/** The property may be left out. It may not be null: absence has one form on the wire. */
export const Optional = (): PropertyDecorator => ValidateIf(isPresent);

export const isOptionalCondition = (condition: unknown): boolean => condition === isPresent;

/** The property is another DTO. `@ValidateNested` alone would accept `[]` here (class-validator #2264). */
export function Nested<T extends object>(dto: () => DtoClass<T>): PropertyDecorator {
  return compose({ dto, list: false }, [IsObject(), ValidateNested(), Type(dto)]);
}

export interface NestedListLimits {
  readonly countMin?: number;
  readonly countMax: number;
}

/** The property is a list of DTOs. `@ValidateNested` alone would accept `[[]]` here (class-validator #2480). */
export function NestedList<T extends object>(dto: () => DtoClass<T>, limits: NestedListLimits): PropertyDecorator {
  return compose({ dto, list: true }, [
    IsArray(),
    ArrayMinSize(limits.countMin ?? 0),
    ArrayMaxSize(limits.countMax),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(dto),
  ]);
}

function compose(part: NestedPart, decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (prototype, property) => {
    const parts = nestedParts.get(prototype) ?? new Map<string, NestedPart>();
    nestedParts.set(prototype, parts.set(String(property), part));
    for (const decorate of decorators) decorate(prototype, property);
  };
}

/** The part declared on the class or on one it extends. */
export function nestedPart(dto: DtoClass, property: string): NestedPart | undefined {
  for (
    let prototype: object | null = dto.prototype as object;
    prototype !== null;
    prototype = Reflect.getPrototypeOf(prototype)
  ) {
    const part = nestedParts.get(prototype)?.get(property);
    if (part !== undefined) return part;
  }
  return undefined;
}
