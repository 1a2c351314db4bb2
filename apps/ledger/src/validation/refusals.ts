import type { Constraint } from './dto-shape.ts';
import { isPredicateContext, type Refusal } from './satisfies.ts';

const wrongType = (expected: string) => (): Refusal => ({ code: 'wrongType', message: `Expected ${expected}.` });

/** The codes are those of the domain's faults (`libs/domain/src/fault.ts`), so that a caller learns one set. */
const BUILT_IN: { readonly [constraint: string]: (first: unknown, second: unknown) => Refusal } = {
  isString: wrongType('a text'),
  isBoolean: wrongType('true or false'),
  isInt: wrongType('a whole number'),
  isNumber: wrongType('a number'),
  isArray: wrongType('a list'),
  isObject: wrongType('an object'),
  isDefined: () => MISSING,
  isNotEmpty: () => ({ code: 'empty', message: 'Expected something that is not empty.' }),
  isIn: (values) => ({ code: 'notAllowed', message: `Expected one of: ${(values as readonly unknown[]).join(', ')}.` }),
  min: (limit) => ({ code: 'tooSmall', message: `Expected at least ${String(limit)}.` }),
  max: (limit) => ({ code: 'tooLarge', message: `Expected at most ${String(limit)}.` }),
  minLength: (limit) => ({ code: 'tooShort', message: `Expected at least ${String(limit)} characters.` }),
  maxLength: (limit) => ({ code: 'tooLong', message: `Expected at most ${String(limit)} characters.` }),
  isLength: (least, most) => ({
    code: 'wrongLength',
    message: `Expected ${String(least)} to ${String(most)} characters.`,
  }),
  arrayMinSize: (limit) =>
    limit === 1
      ? { code: 'empty', message: 'Expected at least one item; leave out what is not known.' }
      : { code: 'tooFew', message: `Expected at least ${String(limit)} items.` },
  arrayMaxSize: (limit) => ({ code: 'tooMany', message: `Expected at most ${String(limit)} items.` }),
  arrayUnique: () => ({ code: 'repeated', message: 'Expected no item twice.' }),
};

const MALFORMED: Refusal = { code: 'malformed', message: 'Expected the form that the API description gives.' };

export const MISSING: Refusal = { code: 'missing', message: 'This field is required.' };

/** What to tell about a constraint that refused a value. Never class-validator's message: a custom one could repeat the value. */
export function refusalOf({ name, parameters, context }: Constraint): Refusal {
  if (isPredicateContext(context)) return context;
  const builtIn = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  return builtIn?.(parameters[0], parameters[1]) ?? MALFORMED;
}
