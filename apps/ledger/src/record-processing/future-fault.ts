import type { RecordReport } from '#libs/domain';
import type { ProblemFieldError } from '../problems/index.ts';

/** What has not happened is no fact, lawful or not (ADR 0001). The clocks of those who report may be off by some time. */
export interface Ahead {
  /** The latest the ledger knows it has been, in milliseconds since 1970. */
  readonly latest: number;
  readonly aheadSMax: number;
}

/** A record of what is still to come. What it tells of the future in its data (an expiry, an effective date) is no matter. */
export function futureFaults({ occurredAt }: Pick<RecordReport, 'occurredAt'>, ahead: Ahead): ProblemFieldError[] {
  const { latest, aheadSMax } = ahead;
  if (!(Date.parse(occurredAt) > latest + aheadSMax * 1_000)) return [];
  return [
    {
      pointer: '/occurredAt',
      code: 'tooLate',
      message: `must not be more than ${aheadSMax} seconds ahead of the ledger's clock`,
      action: 'Correct the time, or the clock it was taken from; report what is to come when it has happened.',
    },
  ];
}
