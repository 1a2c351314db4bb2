export type PolicyPackErrorCode =
  /** The data is not where it should be: a packaging fault. */
  | 'missing'
  /** A data file is not JSON, does not fit its schema, or contradicts itself. */
  | 'invalid';

export class PolicyPackError extends Error {
  override readonly name = 'PolicyPackError';
  readonly code: PolicyPackErrorCode;

  constructor(code: PolicyPackErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
