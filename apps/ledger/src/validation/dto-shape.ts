import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { isOptionalCondition, nestedPart, type DtoClass, type NestedPart } from './structure.ts';

/** One class-validator decorator on one property. */
export interface Constraint {
  readonly name: string;
  readonly each: boolean;
  readonly parameters: readonly unknown[];
  readonly context: unknown;
  /** The official validator's own test. */
  readonly validate: (value: unknown, holder: object) => unknown;
}

export interface PropertyShape {
  readonly name: string;
  readonly optional: boolean;
  readonly constraints: readonly Constraint[];
  readonly nested: NestedPart | undefined;
}

/** What class-validator's metadata say about a DTO. */
export interface DtoShape {
  readonly dto: DtoClass;
  readonly properties: ReadonlyMap<string, PropertyShape>;
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

const shapes = new WeakMap<DtoClass, DtoShape>();

/**
 * @throws Error for a decorator whose meaning cannot be carried into a checker (a programming error, found at start-up):
 *   `@ValidateIf`, `@IsOptional` (which lets null in; use `@Optional`), `@ValidateNested` (use `@Nested`), asynchronous ones.
 */
export function dtoShape(dto: DtoClass): DtoShape {
  const known = shapes.get(dto);
  if (known !== undefined) return known;
  const byProperty = Map.groupBy(
    getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false),
    ({ propertyName }) => propertyName,
  );
  if (byProperty.size === 0) throw new Error(`${dto.name} has no validation decorators.`);
  const properties = new Map<string, PropertyShape>();
  for (const [name, metadata] of byProperty) properties.set(name, propertyShape(dto, name, metadata));
  const shape: DtoShape = { dto, properties };
  shapes.set(dto, shape);
  return shape;
}

function propertyShape(dto: DtoClass, name: string, metadata: readonly Metadata[]): PropertyShape {
  const where = `${dto.name}.${name}`;
  if (name in Object.prototype) throw new Error(`${where} has the name of a property of every object.`);
  const conditions = metadata.filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
  if (!conditions.every(({ constraints }) => isOptionalCondition(constraints[0]))) {
    throw new Error(`${where} is conditional in a way that cannot be compiled. Use @Optional().`);
  }
  const nested = nestedPart(dto, name);
  const nestings = metadata.filter(({ type }) => type === ValidationTypes.NESTED_VALIDATION);
  if (nestings.length !== (nested === undefined ? 0 : 1)) {
    throw new Error(`${where} is nested without @Nested or @NestedList.`);
  }
  if (metadata.some(({ type }) => type === ValidationTypes.PROMISE_VALIDATION))
    throw new Error(`${where} is a promise.`);
  const constraints = metadata
    .filter(({ type }) => type === ValidationTypes.CUSTOM_VALIDATION || type === ValidationTypes.IS_DEFINED)
    .flatMap((one) => constraintsOf(where, one));
  return { name, optional: conditions.length > 0, constraints, nested };
}

function constraintsOf(where: string, metadata: Metadata): Constraint[] {
  if (metadata.validateIf !== undefined)
    throw new Error(`${where} has a conditional decorator, which cannot be compiled.`);
  return getMetadataStorage()
    .getTargetValidatorConstraints(metadata.constraintCls)
    .map((constraint) => {
      if (constraint.async) throw new Error(`${where} has an asynchronous decorator, which cannot be compiled.`);
      const parameters: readonly unknown[] = metadata.constraints ?? [];
      return {
        name: constraint.name,
        each: metadata.each,
        parameters,
        context: metadata.context as unknown,
        validate: (value, holder) =>
          constraint.instance.validate(value, {
            value,
            constraints: [...parameters],
            targetName: metadata.propertyName,
            object: holder,
            property: metadata.propertyName,
          }),
      };
    });
}
