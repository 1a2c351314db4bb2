import { PROBLEM_BASE, problemKind, type ProblemCode } from './problem-catalogue.ts';
import type { ItemProblem, Problem, ProblemFieldError } from './problem.ts';

export interface ProblemDetails {
  /** One sentence of our own words; never anything the caller sent. */
  readonly detail?: string;
  /** Where the catalogue's advice can be made more precise. */
  readonly action?: string;
  readonly errors?: readonly ProblemFieldError[];
}

export interface ProblemErrorOptions extends ProblemDetails {
  readonly headers?: { readonly [name: string]: string };
  readonly cause?: unknown;
}

/** Thrown where a request is refused; `ProblemFilter` answers with it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  readonly headers: { readonly [name: string]: string };

  constructor(code: ProblemCode, { headers = {}, cause, ...details }: ProblemErrorOptions = {}) {
    super(details.detail ?? problemKind(code).title, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

/** For one item of a batch. */
export function itemProblem(code: ProblemCode, details: ProblemDetails = {}): ItemProblem {
  const { status, title, action } = problemKind(code);
  return {
    type: `${PROBLEM_BASE}${code}`,
    title,
    status,
    code,
    ...(details.detail === undefined ? {} : { detail: details.detail }),
    action: details.action ?? action,
    ...(details.errors === undefined || details.errors.length === 0 ? {} : { errors: details.errors }),
  };
}

/** For a whole request. */
export const requestProblem = (error: ProblemError, requestId: string): Problem => ({
  ...itemProblem(error.code, error.details),
  requestId,
});
