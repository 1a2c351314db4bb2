import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';
import { agreementEndsAt, agreementsAt, dayAt, letsHaveData } from './agreement-ends.ts';
import type { AgreementState } from './state/agreement-state.ts';
import type { Dated } from './state/dated.ts';
import type { ClearFieldValues } from '../event-definition.ts';
import { RecipientAccessRevoked } from '../restriction/restriction.ts';
import type { PolicyTimes } from '../deadline/clock-context.ts';
import { deadlineOf } from '../deadline/deadline.ts';
import type { Counting, Deadline, DeadlineRule } from '../deadline/deadline.ts';
import type { DeletionRegime } from '../deadline/rights-regime.ts';

/** A rule by which a recipient's access has to end with its work, and what it already has with it or not. */
export interface RevocationRule extends DeadlineRule {
  readonly origin: 'policy' | 'law';
  readonly includesPastData: boolean;
}

/** A recipient whose access has, or had, to end. Instants are milliseconds since 1970. */
export interface Revocation {
  readonly recipient: string;
  readonly because: 'agreementEnded' | 'agreementExpired' | 'serviceEnded';
  /** The agreement that ended, or the function that the recipient works for no more. */
  readonly agreement?: string;
  readonly function?: string;
  /** When it ended. */
  readonly endedAt: number;
  /** Record that says so; of an agreement that ran out, the one that concluded it. */
  readonly startedBy: string;
  /** By which rules, each with its own time. */
  readonly deadlines: readonly (Deadline & Pick<RevocationRule, 'origin' | 'includesPastData'>)[];
  /** Whether what the recipient already has must go, too, by any of them (KAAY-D11, PIPL Art. 21). */
  readonly includesPastData: boolean;
  /** `pastDataLeft`: it gets nothing more, and still has what it had. `lapsed`: it works again under a new agreement. */
  readonly standing: 'due' | 'pastDataLeft' | 'done' | 'lapsed';
  /** Record that settled it, or did so in part. */
  readonly settledBy?: string;
}

export interface RevocationContext {
  /** Milliseconds since 1970: how things stood then. */
  readonly at: number;
  readonly counting: Counting;
  /** The rules that held at an instant: of the policy in force, and of the law. */
  readonly rulesAt: (instant: number) => readonly RevocationRule[];
}

/** The rules of a policy (`accessEndsOf`) and of the law in force. */
export function revocationRules(
  ofPolicy: NonNullable<PolicyTimes['revocation']>,
  law: readonly DeletionRegime[],
): readonly RevocationRule[] {
  // A processor may keep nothing once its work is over.
  const ofLaw = law
    .filter(({ because }) => because.includes('recipientServiceEnded'))
    .map(({ id, article, deadline }): RevocationRule => {
      return { id, clause: article, period: deadline, origin: 'law', includesPastData: true };
    });
  return [...ofPolicy.map((rule): RevocationRule => ({ ...rule, origin: 'policy' })), ...ofLaw];
}

/**
 * Whose access has to end because an agreement was ended or ran out, or because the recipient works for the company no more;
 * and what became of it. An agreement whose place another one has taken by then leaves nothing to revoke.
 *
 * @param facts what was recorded of the recipients of one company: agreements, their ends, ends of service, revocations
 */
export function revocationsOf(facts: readonly Fact[], context: RevocationContext): readonly Revocation[] {
  const state = agreementsAt(facts, context);
  const revoked = facts.flatMap((fact): Revoked[] =>
    // A record about one person says nothing of everybody else's data.
    isFact(fact, RecipientAccessRevoked) && fact.subjectId === undefined && fact.at <= context.at
      ? [{ id: fact.id, at: fact.at, fields: fact.fields }]
      : [],
  );
  return [...agreementEndsAt(facts, context), ...serviceEndsIn(state)]
    .flatMap((end: End) => {
      const rules = context.rulesAt(end.endedAt);
      return rules.length === 0 ? [] : [revocationFrom(end, rules, { state, revoked, context })];
    })
    .toSorted((a, b) => a.endedAt - b.endedAt || (a.startedBy < b.startedBy ? -1 : 1));
}

type End = Pick<Revocation, 'recipient' | 'because' | 'agreement' | 'function' | 'endedAt' | 'startedBy'>;
type Revoked = Dated & { readonly fields: ClearFieldValues<(typeof RecipientAccessRevoked)['fields']> };

function serviceEndsIn({ serviceEnds }: AgreementState): readonly End[] {
  return serviceEnds.map(({ id, at, recipient, function: of }) => ({
    recipient,
    because: 'serviceEnded',
    ...(of === undefined ? {} : { function: of }),
    endedAt: at,
    startedBy: id,
  }));
}

function revocationFrom(
  end: End,
  rules: readonly RevocationRule[],
  {
    state,
    revoked,
    context,
  }: { readonly state: AgreementState; readonly revoked: readonly Revoked[]; readonly context: RevocationContext },
): Revocation {
  const { at, counting } = context;
  const start = new Date(end.endedAt).toISOString();
  const includesPastData = rules.some((rule) => rule.includesPastData);
  const settled = settlementOf(end, revoked, includesPastData);
  const again = settled?.standing === 'done' ? undefined : renewalOf(end, state, context);
  return {
    ...end,
    deadlines: rules.map((rule) => ({
      ...deadlineOf(rule, start, counting),
      origin: rule.origin,
      includesPastData: rule.includesPastData,
    })),
    includesPastData,
    ...(again !== undefined && again.at <= at
      ? { standing: 'lapsed', settledBy: again.id }
      : (settled ?? { standing: 'due' })),
  };
}

/** A revocation counts from the end on, or before it where it names the agreement that ends. */
function settlementOf(
  { recipient, agreement, endedAt }: End,
  revoked: readonly Revoked[],
  includesPastData: boolean,
): Pick<Revocation, 'standing' | 'settledBy'> | undefined {
  const meant = revoked.filter(
    ({ at, fields }) =>
      fields.recipient === recipient &&
      // Access to some data sets alone leaves the others.
      fields.datasets === undefined &&
      (at >= endedAt || (agreement !== undefined && fields.agreementRef === agreement)),
  );
  const whole = meant.find(({ fields }) => fields.includesPastData || !includesPastData);
  if (whole !== undefined) return { standing: 'done', settledBy: whole.id };
  const [partly] = meant;
  return partly === undefined ? undefined : { standing: 'pastDataLeft', settledBy: partly.id };
}

/** A later agreement under which the recipient has data again. */
function renewalOf({ recipient, endedAt }: End, state: AgreementState, context: RevocationContext): Dated | undefined {
  const today = dayAt(context);
  return state.agreements.find(
    (one) => one.recipient === recipient && one.at > endedAt && one.validFrom <= today && letsHaveData(one),
  );
}
