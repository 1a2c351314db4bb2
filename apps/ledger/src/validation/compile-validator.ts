import type { ProblemFieldError } from '../problems/problem.ts';
import { compileChecker } from './checker-schema.ts';
import { explain } from './explain.ts';
import type { DtoClass } from './structure.ts';

export interface Validator<T extends object> {
  readonly dto: DtoClass<T>;
  /** Fast; may refuse a good value, never accepts a bad one. */
  check(value: unknown): value is T;
  /** Slow and exact; empty where the value is good. */
  explain(value: unknown): readonly ProblemFieldError[];
  /** `check`, and `explain` for what that refused. */
  errorsIn(value: unknown): readonly ProblemFieldError[];
}

const compiled = new WeakMap<DtoClass, Validator<object>>();

const NO_ERRORS: readonly ProblemFieldError[] = [];

/** Compiles a DTO's decorators, once per class. Throws where a decorator cannot be compiled (see `dtoShape`). */
export function compileValidator<T extends object>(dto: DtoClass<T>): Validator<T> {
  const known = compiled.get(dto);
  if (known !== undefined) return known as Validator<T>;
  const check = compileChecker(dto);
  const validator: Validator<T> = {
    dto,
    check: (value): value is T => check(value),
    explain: (value) => explain(dto, value),
    errorsIn: (value) => (check(value) ? NO_ERRORS : explain(dto, value)),
  };
  compiled.set(dto, validator);
  return validator;
}
