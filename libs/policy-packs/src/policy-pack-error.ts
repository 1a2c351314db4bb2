export type PolicyPackErrorCode =
  /** The data is not where it should be: a packaging fault. */
  | 'missing'
  /** A data file is not JSON or YAML, does not fit its schema, or contradicts itself. */
  | 'invalid';

/** What is wrong in a data file, and where. Lines and columns count from 1. */
export interface FileFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** JSON pointer of the place (RFC 6901); the whole document is the empty one. */
  readonly pointer: string;
  /** What is wrong and what is expected, without the file's own values beyond their names. */
  readonly message: string;
  /** Set where the text is no YAML: the parser's code for what is wrong. `message` then repeats what the parser met. */
  readonly syntax?: string;
}

export class PolicyPackError extends Error {
  override readonly name = 'PolicyPackError';
  readonly code: PolicyPackErrorCode;
  /** With `invalid`, where the file says which line. */
  readonly faults: readonly FileFault[];

  constructor(
    code: PolicyPackErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly faults?: readonly FileFault[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.faults = options.faults ?? [];
  }

  /** Every fault on a line of its own, as compilers write them: `file:line:column message`. */
  static ofFaults(faults: readonly FileFault[]): PolicyPackError {
    return new PolicyPackError('invalid', faults.map(faultLine).join('\n'), { faults });
  }
}

export function faultLine({ file, line, column, pointer, message }: FileFault): string {
  return `${file}:${line}:${column} ${pointer === '' ? '' : `${pointer} `}${message}`;
}
