import type { Constraint } from './dto-shape.ts';
import { isPredicateContext, type Refusal } from './satisfies.ts';

const BUILT_IN: { readonly [constraint: string]: (first: unknown, second: unknown) => Refusal } = {
  isString: () => ({ code: 'notText', message: 'must be text' }),
  isBoolean: () => ({ code: 'notFlag', message: 'must be true or false' }),
  isInt: () => ({ code: 'notWholeNumber', message: 'must be a whole number' }),
  isNumber: () => ({ code: 'notNumber', message: 'must be a number' }),
  isArray: () => ({ code: 'notList', message: 'must be a list' }),
  isObject: () => ({ code: 'notObject', message: 'must be an object' }),
  isDefined: () => ({ code: 'required', message: 'is required' }),
  isNotEmpty: () => ({ code: 'empty', message: 'must not be empty' }),
  isUuid: () => ({ code: 'notUuid', message: 'must be a UUID' }),
  isIn: (values) => ({ code: 'notOneOf', message: `must be one of: ${(values as readonly unknown[]).join(', ')}` }),
  min: (limit) => ({ code: 'tooSmall', message: `must be at least ${String(limit)}` }),
  max: (limit) => ({ code: 'tooLarge', message: `must be at most ${String(limit)}` }),
  minLength: (limit) => ({ code: 'tooShort', message: `must have at least ${String(limit)} characters` }),
  maxLength: (limit) => ({ code: 'tooLong', message: `must have at most ${String(limit)} characters` }),
  isLength: (least, most) => ({
    code: 'wrongLength',
    message: `must have ${String(least)} to ${String(most)} characters`,
  }),
  matches: () => ({ code: 'wrongForm', message: 'does not have the form that is asked for' }),
  arrayMinSize: (limit) => ({ code: 'tooFewItems', message: `must have at least ${String(limit)} items` }),
  arrayMaxSize: (limit) => ({ code: 'tooManyItems', message: `must have at most ${String(limit)} items` }),
  arrayUnique: () => ({ code: 'repeatedItems', message: 'must not contain an item twice' }),
};

/** What to tell about a constraint that refused a value. Never class-validator's message: a custom one could repeat the value. */
export function refusalOf(constraint: Constraint): Refusal {
  if (isPredicateContext(constraint.context)) return constraint.context;
  const builtIn = Object.hasOwn(BUILT_IN, constraint.name) ? BUILT_IN[constraint.name] : undefined;
  return (
    builtIn?.(constraint.parameters[0], constraint.parameters[1]) ?? {
      code: constraint.name,
      message: 'does not have the form that is asked for',
    }
  );
}
