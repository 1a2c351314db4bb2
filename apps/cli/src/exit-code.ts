import type { LedgerError } from '#libs/sdk';

/** What `pdl` ends with; listed in `pdl --help`. Scripts compare these, so they never change. */
export const EXIT = {
  ok: 0,
  /** The command failed, or part of what it was given was refused. */
  failed: 1,
  usage: 2,
  unreachable: 3,
  notAuthorised: 4,
  /** Something on this machine is in the way: the input file changed, the service holds the data folder. */
  inTheWay: 5,
  /** Ctrl-C, as shells count it (128 + SIGINT). */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `
Exit codes:
  0    done
  1    failed, or part of the input was refused
  2    wrong usage
  3    the ledger, or the server of its vault, cannot be reached
  4    not authorised: no token, or one that does not permit this
  5    something is in the way: the input file changed, or the service holds the data folder
  130  interrupted
`;

export function exitCodeOf(error: LedgerError): ExitCode {
  if (error.status === 401 || error.status === 403) return EXIT.notAuthorised;
  if (error.code === 'cancelled') return EXIT.interrupted;
  const isAway = error.code === 'unreachable' || error.code === 'timedOut' || error.code === 'invalidAnswer';
  return isAway || (error.status ?? 0) >= 502 ? EXIT.unreachable : EXIT.failed;
}
