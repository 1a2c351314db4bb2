import type { Fault } from './fault.ts';

export type DomainErrorCode =
  /** No definition with this stored type: an event of a newer ledger, or not one of ours. */
  | 'unknownType'
  /** The definition exists and has no way to read this stored version. */
  | 'unknownSchemaVersion'
  /** What is stored, or was opened, does not have the shape every event has. */
  | 'malformedEvent'
  /** What was written cannot be recorded; `faults` says why. */
  | 'invalidRecord';

/** Messages never hold a value somebody sent. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  /** With `invalidRecord`. */
  readonly faults: readonly Fault[];

  constructor(code: DomainErrorCode, message: string, faults: readonly Fault[] = []) {
    super(message);
    this.code = code;
    this.faults = faults;
  }
}
