import type { Problem } from './wire.ts';

/** What goes wrong between here and the ledger. */
export type ConnectionErrorCode =
  /** No connection, or it broke. A report may or may not have been recorded; repeating it is harmless. */
  | 'unreachable'
  /** No answer within `timeoutMs`. Same as above. */
  | 'timedOut'
  /** The caller's signal was aborted. */
  | 'cancelled'
  /** Something answered, but not a ledger, or not a whole answer. */
  | 'invalidAnswer';

/**
 * What goes wrong in this library, or the stable `code` of the ledger's problem (`docs/problems.md`).
 * Left open, since a ledger newer than this client may know more codes.
 */
export type LedgerErrorCode = ConnectionErrorCode | (string & Record<never, never>);

interface LedgerErrorOptions {
  readonly status?: number;
  readonly problem?: Problem;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** The one error of this library. Compare `code`. The message never holds anything that was sent. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** RFC 9457 problem details, where the ledger gave them. */
  readonly problem: Problem | undefined;
  /** How long the ledger asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: LedgerErrorCode, message: string, options: LedgerErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = options.status;
    this.problem = options.problem;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export function errorOfProblem(problem: Problem, retryAfterMs?: number): LedgerError {
  return new LedgerError(problem.code, problem.detail ?? problem.title, {
    status: problem.status,
    problem,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

const RETRIABLE_STATUS: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** Whether the same request may well succeed a little later. */
export function isTransient(status: number, code: string): boolean {
  return RETRIABLE_STATUS.has(status) || code === 'revisionConflict';
}

export function isRetriable(error: unknown): error is LedgerError {
  if (!(error instanceof LedgerError)) return false;
  if (error.code === 'unreachable' || error.code === 'timedOut') return true;
  return error.status !== undefined && isTransient(error.status, error.code);
}
