import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import { dtoShape, type Constraint, type PropertyShape } from './dto-shape.ts';
import { isPredicateContext } from './satisfies.ts';
import type { DtoClass } from './structure.ts';

type Accepts = Constraint['validate'];

/** Name of the Ajv keyword that calls an official validator; its value is a place in the compilation's list. */
const ACCEPTS = 'accepts';

/**
 * Compiles class-validator's metadata to one function through a JSON Schema and Ajv. It may refuse what class-validator
 * accepts, never the reverse: only constraints whose meaning is exactly a keyword's become one; for all others the
 * official validator's own test is called. Not class-validator-jsonschema's schemas, whose approximations (`@IsOptional`,
 * formats, merged duplicates) let more through.
 */
export function compileChecker(dto: DtoClass): (value: unknown) => boolean {
  const tests: Accepts[] = [];
  const schema = objectSchema(dto, tests, []);
  // Made here, and sound: checking them against the metaschema, which would be compiled for it, takes half of a start.
  const ofOwnMaking = { meta: false, validateSchema: false } as const;
  const ajv = new Ajv({ strict: true, strictTypes: false, messages: false, addUsedSchema: false, ...ofOwnMaking });
  ajv.addKeyword({
    keyword: ACCEPTS,
    schemaType: 'number',
    errors: false,
    compile: (index: number) => {
      const test = tests[index];
      if (test === undefined) throw new Error('A schema names a test that is not there.');
      return (value: unknown, context) => test(value, context?.parentData ?? {}) === true;
    },
  });
  const check: ValidateFunction = ajv.compile(schema);
  return (value) => check(value) === true;
}

function objectSchema(dto: DtoClass, tests: Accepts[], above: readonly DtoClass[]): AnySchemaObject {
  if (above.includes(dto)) throw new Error(`${dto.name} contains itself, which cannot be compiled.`);
  const { properties } = dtoShape(dto);
  const inside = [...above, dto];
  const entries = [...properties.values()].map(
    (property) => [property.name, propertySchema(property, tests, inside)] as const,
  );
  return {
    type: 'object',
    properties: Object.fromEntries(entries),
    required: [...properties.values()].filter(({ optional }) => !optional).map(({ name }) => name),
    additionalProperties: false,
  };
}

function propertySchema(property: PropertyShape, tests: Accepts[], above: readonly DtoClass[]): AnySchemaObject {
  const schemas = property.constraints.map((constraint) => constraintSchema(constraint, tests));
  if (property.nested !== undefined) {
    const nested = objectSchema(property.nested.dto(), tests, above);
    schemas.push(property.nested.list ? { type: 'array', items: nested } : nested);
  }
  const [only] = schemas;
  return schemas.length === 1 && only !== undefined ? only : schemas.length === 0 ? {} : { allOf: schemas };
}

function constraintSchema(constraint: Constraint, tests: Accepts[]): AnySchemaObject {
  const schema = exactSchema(constraint) ?? { [ACCEPTS]: tests.push(quickTest(constraint)) - 1 };
  return constraint.each ? { type: 'array', items: schema } : schema;
}

/** The official test by a shorter way, where there is one. */
function quickTest({ name, parameters, context, validate }: Constraint): Accepts {
  if (isPredicateContext(context)) return context.predicate;
  const [least, most] = parameters;
  if (name !== 'isLength' || typeof least !== 'number' || least > 1 || typeof most !== 'number') return validate;
  // class-validator counts with two regular expressions, and never more than UTF-16 code units. It leaves out only
  // variation selectors and the second halves of pairs, so that a first character below both counts for one.
  return (value, holder) =>
    (typeof value === 'string' && value.length <= most && value.charCodeAt(0) < FIRST_SURROGATE) ||
    validate(value, holder);
}

const FIRST_SURROGATE = 0xd800;

/** The schema that means exactly the same on JSON values, where there is one. */
function exactSchema({ name, parameters }: Constraint): AnySchemaObject | undefined {
  const [first] = parameters;
  switch (name) {
    case 'isString':
      return { type: 'string' };
    case 'isBoolean':
      return { type: 'boolean' };
    case 'isInt':
      return { type: 'integer' };
    case 'isArray':
      return { type: 'array' };
    case 'isObject':
      return { type: 'object' };
    case 'arrayMinSize':
      return { type: 'array', minItems: first };
    case 'arrayMaxSize':
      return { type: 'array', maxItems: first };
    case 'isIn':
      return Array.isArray(first) && first.length > 0 && first.every((value) => typeof value === 'string')
        ? { type: 'string', enum: [...new Set(first)] }
        : undefined;
    default:
      return undefined;
  }
}
