import { RecipientAgreementConcluded, RecipientAgreementEnded } from '../recipient/agreement.ts';
import type { Counting } from '../deadline/deadline.ts';
import { endOfAgreement } from './agreement-standing.ts';
import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';
import { evolveAgreements, noAgreements } from './state/agreement-state.ts';
import type { Agreement, AgreementState } from './state/agreement-state.ts';

/** The end of what let a recipient have data, where nothing took its place. Instants are milliseconds since 1970. */
export interface AgreementEnd {
  readonly recipient: string;
  readonly agreement: string;
  readonly because: 'agreementEnded' | 'agreementExpired';
  readonly endedAt: number;
  /** Record that says so; of an agreement that ran out, the one that concluded it. */
  readonly startedBy: string;
}

/** At which instant, in milliseconds since 1970, and in which zone's days. */
export interface Moment {
  readonly at: number;
  readonly counting: Pick<Counting, 'time' | 'zone'>;
}

/** Documents that say something of a recipient, and do not let it have data by themselves. */
const NO_PERMISSION: ReadonlySet<Agreement['kind']> = new Set([
  'securityAssessment',
  'exportSecurityAssessment',
  'certification',
  'approval',
]);

export const letsHaveData = ({ kind }: Pick<Agreement, 'kind'>): boolean => !NO_PERMISSION.has(kind);

export function dayAt({ at, counting: { time, zone } }: Moment): string {
  return time.dateOf(new Date(at).toISOString(), zone);
}

/**
 * Whether it counts at an instant: what happened by then, and agreements that hold then by what they say themselves, however
 * much later they were signed. Acts are judged by that as well.
 */
export function countsAt(fact: Fact, moment: Moment): boolean {
  if (fact.at <= moment.at) return true;
  return isFact(fact, RecipientAgreementConcluded) && fact.fields.validFrom <= dayAt(moment);
}

/** Of what was recorded of recipients, what agreements counted at an instant. */
export function agreementsAt(facts: readonly Fact[], moment: Moment): AgreementState {
  return facts.filter((fact) => countsAt(fact, moment)).reduce(evolveAgreements<AgreementState>, noAgreements);
}

/** Agreements that ended by then, of themselves or by a record, unless another one let the recipient have data from then on. */
export function agreementEndsAt(facts: readonly Fact[], moment: Moment): readonly AgreementEnd[] {
  const state = agreementsAt(facts, moment);
  const replaced = new Set(
    facts.flatMap((fact) => (isFact(fact, RecipientAgreementEnded) && fact.fields.cause === 'replaced' ? fact.id : [])),
  );
  return lastingAgreements(state).flatMap((agreement): AgreementEnd[] => {
    const end = endOfAgreement(agreement, state, moment.counting);
    if (end === undefined || end.at > moment.at || replaced.has(end.id)) return [];
    if (isBound(agreement.recipient, state, { ...moment, at: end.at + 1 })) return [];
    const { recipient, agreement: slug } = agreement;
    const because = end.id === agreement.id ? 'agreementExpired' : 'agreementEnded';
    return [{ recipient, because, agreement: slug, endedAt: end.at, startedBy: end.id }];
  });
}

/** Agreements that let a recipient have data; of those concluded again under one name the latest, to its own end. */
function lastingAgreements({ agreements }: AgreementState): readonly Agreement[] {
  const latest = new Map<string, Agreement>();
  for (const one of agreements) if (letsHaveData(one)) latest.set(`${one.recipient} ${one.agreement}`, one);
  return [...latest.values()];
}

/** Whether some agreement lets the recipient have data at an instant. */
function isBound(recipient: string, state: AgreementState, moment: Moment): boolean {
  const day = dayAt(moment);
  return state.agreements.some((one) => {
    if (one.recipient !== recipient || !letsHaveData(one) || one.validFrom > day) return false;
    const end = endOfAgreement(one, state, moment.counting);
    return end === undefined || end.at >= moment.at;
  });
}
