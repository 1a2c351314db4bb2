import type { Agreement, AgreementState } from './state/agreement-state.ts';
import type { Dated } from './state/dated.ts';
import type { Counting } from '../deadline/deadline.ts';

export const AGREEMENT_STANDINGS = ['notYet', 'inForce', 'expired', 'ended'] as const;

/** Where an agreement stands; instants in milliseconds since 1970. */
export interface AgreementStanding {
  /** `ended`: before its own time, or it had none. */
  readonly standing: (typeof AGREEMENT_STANDINGS)[number];
  /** Last instant it holds, or held. Left out: until it is ended. */
  readonly until?: number;
  /** Record that ended it. */
  readonly endedBy?: string;
}

/**
 * How an agreement ended or will: the record that ended it, or else its own concluding record with the last millisecond of
 * its last day in the zone of the company.
 */
export function endOfAgreement(
  { id, at, recipient, agreement, validUntil }: Agreement,
  { agreementEnds }: Pick<AgreementState, 'agreementEnds'>,
  { time, zone }: Pick<Counting, 'time' | 'zone'>,
): Dated | undefined {
  const own = validUntil === undefined ? Infinity : Date.parse(time.endOfDay(validUntil, zone));
  const ended = agreementEnds.find(
    (end) => end.recipient === recipient && end.agreement === agreement && end.at >= at && end.at <= own,
  );
  if (ended !== undefined) return ended;
  return own === Infinity ? undefined : { id, at: own };
}

/** @param at milliseconds since 1970 */
export function agreementStanding(
  agreement: Agreement,
  state: Pick<AgreementState, 'agreementEnds'>,
  { at, counting }: { readonly at: number; readonly counting: Pick<Counting, 'time' | 'zone'> },
): AgreementStanding {
  const end = endOfAgreement(agreement, state, counting);
  const isOwn = end?.id === agreement.id;
  const until = end === undefined || (!isOwn && end.at > at) ? {} : { until: end.at };
  if (end !== undefined && isOwn && end.at < at) return { standing: 'expired', ...until };
  if (end !== undefined && !isOwn && end.at <= at) return { standing: 'ended', ...until, endedBy: end.id };
  const day = counting.time.dateOf(new Date(at).toISOString(), counting.zone);
  return { standing: agreement.validFrom > day ? 'notYet' : 'inForce', ...until };
}
