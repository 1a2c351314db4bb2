import { validateSync, type ValidationError } from 'class-validator';
import type { ProblemFieldError } from '../problems/problem.ts';
import { dtoShape, type Constraint, type PropertyShape } from './dto-shape.ts';
import { pointerTo } from './json-pointer.ts';
import { MISSING, refusalOf } from './refusals.ts';
import type { DtoClass } from './structure.ts';

/** Enough to mend a record by; keeps the answer to a hostile one short. */
const ERRORS_COUNT_MAX = 100;

type Fields = { readonly [name: string]: unknown };

/**
 * What class-validator has against a JSON value, each with a pointer; empty where it accepts it. Slow and exact: the
 * arbiter for what the compiled checker refused.
 */
export function explain(dto: DtoClass, value: unknown): readonly ProblemFieldError[] {
  if (!isObject(value)) return [{ pointer: '', code: 'wrongType', message: 'Expected an object.' }];
  const errors = validateSync(instanceOf(dto, value), {
    validationError: { target: false },
    forbidUnknownValues: true,
  });
  const found = [...unknownFields(dto, value, ''), ...errors.flatMap((error) => errorsOf(dto, value, error, ''))];
  return found.slice(0, ERRORS_COUNT_MAX);
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An instance with the declared properties only. Not class-transformer's: it drops the keys `__proto__` and `constructor`
 * unseen, follows undeclared values to any depth, and makes an instance of an empty list.
 */
function instanceOf(dto: DtoClass, value: Fields): object {
  const instance = Object.create(dto.prototype as object) as { [name: string]: unknown };
  for (const { name, nested } of dtoShape(dto).properties.values()) {
    if (!Object.hasOwn(value, name)) continue;
    const part = value[name];
    if (nested === undefined) instance[name] = part;
    else if (nested.list && Array.isArray(part)) {
      instance[name] = part.map((item: unknown) => (isObject(item) ? instanceOf(nested.dto(), item) : item));
    } else instance[name] = !nested.list && isObject(part) ? instanceOf(nested.dto(), part) : part;
  }
  return instance;
}

/**
 * Names no unknown field: a caller may have put anything into a name, an e-mail address for instance. Not left to
 * class-validator's whitelist, which lets names of `Object.prototype` pass (`hasOwnProperty`).
 */
function unknownFields(dto: DtoClass, value: Fields, pointer: string): ProblemFieldError[] {
  const { properties } = dtoShape(dto);
  const unknownCount = Object.keys(value).filter((name) => !properties.has(name)).length;
  const own: ProblemFieldError[] =
    unknownCount === 0
      ? []
      : [
          {
            pointer,
            code: 'unexpected',
            message: `Remove the ${unknownCount === 1 ? 'field that is' : `${unknownCount} fields that are`} not defined here, or correct the name.`,
            action: `Defined here: ${[...properties.keys()].join(', ')}.`,
          },
        ];
  const inside = [...properties.values()].flatMap(({ name, nested }) => {
    const part = value[name];
    if (nested === undefined || !Object.hasOwn(value, name)) return [];
    const at = pointerTo(pointer, name);
    if (!nested.list) return isObject(part) ? unknownFields(nested.dto(), part, at) : [];
    if (!Array.isArray(part)) return [];
    return part.flatMap((item: unknown, index) =>
      isObject(item) ? unknownFields(nested.dto(), item, pointerTo(at, index)) : [],
    );
  });
  return [...own, ...inside];
}

function errorsOf(dto: DtoClass, holder: Fields, error: ValidationError, pointer: string): ProblemFieldError[] {
  const property = dtoShape(dto).properties.get(error.property);
  if (property === undefined) return [];
  const at = pointerTo(pointer, property.name);
  const value = Object.hasOwn(holder, property.name) ? holder[property.name] : undefined;
  if (value === undefined) return [{ pointer: at, code: 'missing', message: MISSING.message }];
  const refused = property.constraints.filter(({ name }) => error.constraints?.[name] !== undefined);
  // A list that is no list, a text that is no text: what else is wrong with it follows from that and is not told.
  const told = refused.some(isAboutKind) ? refused.filter(isAboutKind) : refused;
  return [
    ...told.flatMap((constraint) => describe(constraint, value, holder, at)),
    ...childErrors(property, value, error.children ?? [], at),
  ];
}

const KINDS: ReadonlySet<string> = new Set(['isString', 'isBoolean', 'isInt', 'isNumber', 'isArray', 'isObject']);

const isAboutKind = ({ name, each }: Constraint): boolean => !each && KINDS.has(name);

function describe(constraint: Constraint, value: unknown, holder: object, pointer: string): ProblemFieldError[] {
  const refusal = refusalOf(constraint);
  const describeAt = (part: unknown, at: string): ProblemFieldError => {
    const action = typeof refusal.action === 'function' ? refusal.action(part) : refusal.action;
    return { pointer: at, code: refusal.code, message: refusal.message, ...(action === undefined ? {} : { action }) };
  };
  if (!constraint.each || !Array.isArray(value)) return [describeAt(value, pointer)];
  return value.flatMap((item: unknown, index) =>
    constraint.validate(item, holder) === true ? [] : [describeAt(item, pointerTo(pointer, index))],
  );
}

function childErrors(
  property: PropertyShape,
  value: unknown,
  children: readonly ValidationError[],
  at: string,
): ProblemFieldError[] {
  const { nested } = property;
  if (nested === undefined) return [];
  if (!nested.list) return isObject(value) ? children.flatMap((child) => errorsOf(nested.dto(), value, child, at)) : [];
  return children.flatMap((item) => {
    const index = Number(item.property);
    const part: unknown = Array.isArray(value) ? value[index] : undefined;
    // An item that is no object has been told by `@IsObject({ each: true })`.
    if (!isObject(part)) return [];
    return (item.children ?? []).flatMap((child) => errorsOf(nested.dto(), part, child, pointerTo(at, index)));
  });
}
