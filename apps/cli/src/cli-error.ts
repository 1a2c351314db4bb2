import { EXIT, type ExitCode } from './exit-code.ts';

export type CliErrorCode =
  | 'usage'
  | 'inputUnreadable'
  | 'inputChanged'
  | 'progressUnreadable'
  | 'otherLedger'
  | 'inUse'
  | 'inTheWay'
  | 'damaged'
  | 'wrongKey'
  | 'vaultUnavailable'
  | 'notFound'
  | 'interrupted';

const EXIT_OF: { readonly [code in CliErrorCode]: ExitCode } = {
  usage: EXIT.usage,
  inputUnreadable: EXIT.failed,
  inputChanged: EXIT.inTheWay,
  progressUnreadable: EXIT.inTheWay,
  otherLedger: EXIT.inTheWay,
  inUse: EXIT.inTheWay,
  inTheWay: EXIT.inTheWay,
  damaged: EXIT.failed,
  wrongKey: EXIT.failed,
  vaultUnavailable: EXIT.unreachable,
  notFound: EXIT.failed,
  interrupted: EXIT.interrupted,
};

/** What a command tells its user when it cannot go on. The message says what to do, and names no person. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }

  get exitCode(): ExitCode {
    return EXIT_OF[this.code];
  }
}
