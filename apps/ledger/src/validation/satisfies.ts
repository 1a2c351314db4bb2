import { registerDecorator, type ValidationArguments } from 'class-validator';

/** What `explain` tells when a predicate refuses a value. */
export interface Refusal {
  /** Stable, camelCase; also the constraint's name. */
  readonly code: string;
  /** Says what is expected; never repeats the value. */
  readonly message: string;
  /** What to do; may look at the value (for nearest matches) but must not repeat it. */
  readonly action?: string | ((value: unknown) => string | undefined);
}

export interface PredicateOptions {
  /** The elements of a list are to satisfy it, not the list. */
  readonly each?: boolean;
  /** JSON Schema for the documentation. The predicate decides, not this. */
  readonly documentation?: JsonSchema;
}

export type JsonSchema = { readonly [keyword: string]: unknown };

/** Found again in the metadata of class-validator by the checker, by `explain` and by the documentation. */
export interface PredicateContext extends Refusal {
  readonly predicate: (value: unknown) => boolean;
  readonly documentation: JsonSchema;
}

/**
 * A decorator from a predicate. class-validator and the compiled checker call the same function, so they cannot differ.
 */
export function Satisfies(
  refusal: Refusal,
  predicate: (value: unknown) => boolean,
  options: PredicateOptions = {},
): PropertyDecorator {
  const context: PredicateContext = { ...refusal, predicate, documentation: options.documentation ?? {} };
  return (prototype, property) => {
    registerDecorator({
      name: refusal.code,
      target: prototype.constructor,
      propertyName: String(property),
      constraints: [context],
      options: { each: options.each ?? false, context },
      validator: {
        validate: (value: unknown): boolean => predicate(value),
        defaultMessage: (_arguments?: ValidationArguments): string => refusal.message,
      },
    });
  };
}

export function isPredicateContext(context: unknown): context is PredicateContext {
  return typeof context === 'object' && context !== null && 'predicate' in context && 'documentation' in context;
}
