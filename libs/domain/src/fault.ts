/** What can be wrong with a part of a record. */
export type FaultCode =
  | 'missing'
  | 'unexpected'
  | 'wrongType'
  | 'malformed'
  | 'notAllowed'
  | 'unknownTerm'
  | 'empty'
  | 'tooLong'
  | 'tooMany'
  | 'tooDeep'
  | 'unknownType';

/**
 * One thing wrong with a record. Neither `pointer` nor `message` nor `nearest` holds anything the caller sent: a pointer
 * leads to the innermost place the definition knows.
 */
export interface Fault {
  /** RFC 6901, from the top of the report. */
  readonly pointer: string;
  readonly code: FaultCode;
  /** What is expected, as a sentence. */
  readonly message: string;
  /** Names that were perhaps meant, best first. */
  readonly nearest?: readonly string[];
}

/** Most faults told about one record: enough to repair it, bounded against a hostile one. */
export const FAULT_COUNT_MAX = 50;
