import type { ProblemCode } from './problem-catalogue.ts';

/** One thing that is wrong in a request. Names places of our own making only, never what was sent there. */
export interface ProblemFieldError {
  /** JSON pointer (RFC 6901) into the body, or `/<parameter>` for a query parameter. Empty for the whole. */
  readonly pointer: string;
  /** Stable, camelCase. */
  readonly code: string;
  readonly message: string;
  readonly action?: string;
  /** Where the body is a text that people write: counted from 1. */
  readonly line?: number;
  readonly column?: number;
}

/** RFC 9457 problem details, with the extension members `code`, `action`, `errors` and `requestId`. */
export interface Problem {
  /** `https://personal-data-ledger.org/problems/<code>`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  /** What the caller can do about it. */
  readonly action: string;
  readonly errors?: readonly ProblemFieldError[];
  /** Left out of the items of a batch, whose answer names it once. */
  readonly requestId?: string;
}

export type ItemProblem = Omit<Problem, 'requestId'>;
