import { Body, Param, Query, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import type { ProblemCode } from '../problems/problem-catalogue.ts';
import { ProblemError } from '../problems/problem-error.ts';
import { compileValidator, type Validator } from './compile-validator.ts';
import { documentParameter } from './documented.ts';
import { depthExceeds } from './nesting-depth.ts';
import type { DtoClass } from './structure.ts';

/** Lets a value of the DTO's form through, as it is. */
class BodyPipe<T extends object> implements PipeTransform<unknown, T> {
  readonly #validator: Validator<T>;

  constructor(dto: DtoClass<T>) {
    this.#validator = compileValidator(dto);
  }

  transform(value: unknown): T {
    const errors = this.#validator.errorsIn(value);
    if (errors.length > 0) throw new ProblemError('invalidBody', { errors });
    return value as T;
  }
}

/** Makes an instance of the DTO from texts, by its `@FromText…` decorators and defaults, and validates that. */
class TextPipe<T extends object> implements PipeTransform<unknown, T> {
  readonly #dto: DtoClass<T>;
  readonly #validator: Validator<T>;
  readonly #refusal: ProblemCode;

  constructor(dto: DtoClass<T>, refusal: ProblemCode) {
    this.#dto = dto;
    this.#validator = compileValidator(dto);
    this.#refusal = refusal;
  }

  transform(value: unknown): T {
    // Parameters are texts or lists of texts; deeper ones are not ours, and class-transformer would follow them.
    if (depthExceeds(value, 2)) throw new ProblemError(this.#refusal);
    const given = { ...(value as object | null) };
    const instance = plainToInstance(this.#dto, given);
    for (const [name, member] of Object.entries(instance))
      if (member === undefined) Reflect.deleteProperty(instance, name);
    // class-transformer drops these two unseen.
    const hidden = ['__proto__', 'constructor'].some((name) => Object.hasOwn(given, name));
    const errors = this.#validator.errorsIn(instance);
    if (hidden || errors.length > 0) throw new ProblemError(this.#refusal, { errors });
    return instance;
  }
}

/** A validated body; refused with `invalidBody`. */
export const DtoBody = <T extends object>(dto: DtoClass<T>): ParameterDecorator =>
  both(Body(new BodyPipe(dto)), documentParameter(dto, 'body'));

/** Validated query parameters; refused with `invalidQuery`. */
export const DtoQuery = <T extends object>(dto: DtoClass<T>): ParameterDecorator =>
  both(Query(new TextPipe(dto, 'invalidQuery')), documentParameter(dto, 'query'));

/** Validated path parameters; what does not fit names nothing that exists: `notFound`. */
export const DtoParams = <T extends object>(dto: DtoClass<T>): ParameterDecorator =>
  both(Param(new TextPipe(dto, 'notFound')), documentParameter(dto, 'path'));

function both(first: ParameterDecorator, second: ParameterDecorator): ParameterDecorator {
  return (prototype, method, index) => {
    first(prototype, method, index);
    second(prototype, method, index);
  };
}
