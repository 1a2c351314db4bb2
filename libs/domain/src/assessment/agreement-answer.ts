import type { CalendarDate } from '../deadline/working-calendar.ts';
import type { Context, RuleResult } from './rule-kind.ts';
import type { Agreement, AgreementKind } from './state/agreement-state.ts';

/** The agreement a rule asks for. */
export interface AgreementNeed {
  readonly recipient: string;
  /** When it has to be in force, in milliseconds since 1970. */
  readonly at: number;
  /** The day that is, where the company is. */
  readonly day: CalendarDate;
  /** Left out: any. */
  readonly kinds?: readonly AgreementKind[];
  /** The one the record names, by its slug. */
  readonly named?: string | undefined;
}

/**
 * Whether an agreement with the recipient was in force, to the end of its last day. One that is not on file permits nothing
 * and forbids nothing: that is a gap.
 */
export function askAgreement(
  context: Context,
  need: AgreementNeed,
): Pick<RuleResult, 'outcome' | 'evidence' | 'missing'> {
  const { recipient, named } = need;
  const { agreements } = context.controller;
  const known = agreements.filter((one) => one.recipient === recipient && isOfKind(one, need));
  const inForce = known.find((one) => isInForce(one, context, need));
  if (inForce !== undefined) return { outcome: 'conforms', evidence: [inForce.id] };
  if (named !== undefined && !known.some(({ agreement }) => agreement === named)) {
    const missing = { code: 'agreementNotOnFile', params: { recipient, agreement: named } } as const;
    return { outcome: 'gap', evidence: [], missing };
  }
  const last = known.findLast(({ agreement }) => named === undefined || agreement === named);
  if (last === undefined) {
    return { outcome: 'gap', evidence: [], missing: { code: 'agreementNotDeclared', params: { recipient } } };
  }
  const missing = { code: 'agreementNotInForce', params: { recipient, agreement: last.agreement } } as const;
  return { outcome: 'violates', evidence: [last.id], missing };
}

function isOfKind({ kind }: Agreement, { kinds }: AgreementNeed): boolean {
  return kinds?.includes(kind) ?? true;
}

export function isInForce(
  { recipient, agreement, validFrom, validUntil }: Agreement,
  { controller }: Context,
  { at, day }: Pick<AgreementNeed, 'at' | 'day'>,
): boolean {
  if (validFrom > day || (validUntil !== undefined && validUntil < day)) return false;
  return !controller.agreementEnds.some(
    (end) => end.recipient === recipient && end.agreement === agreement && end.at <= at,
  );
}
