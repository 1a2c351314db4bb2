import { isFact } from './fact.ts';
import type { Fact } from './fact.ts';
import { evolveAgreements, noAgreements } from './state/agreement-state.ts';
import type { Agreement, AgreementState } from './state/agreement-state.ts';
import type { Dated } from './state/dated.ts';
import type { ClearFieldValues } from '../event-definition.ts';
import type { PolicyPack } from '../policy-pack/policy-pack.ts';
import { RecipientAgreementEnded } from '../recipient/agreement.ts';
import { RecipientAccessRevoked } from '../restriction/restriction.ts';
import { endOfAgreement } from './agreement-standing.ts';
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

/** Documents that say something of a recipient, and do not let it have data by themselves. */
const NO_PERMISSION: ReadonlySet<Agreement['kind']> = new Set([
  'securityAssessment',
  'exportSecurityAssessment',
  'certification',
  'approval',
]);

/** The rules of a policy and of the law in force. A policy that says it happens at the end gives no time beyond it. */
export function revocationRules(
  pack: Pick<PolicyPack, 'rows'> | undefined,
  law: readonly DeletionRegime[],
): readonly RevocationRule[] {
  const ofPolicy = (pack?.rows ?? []).flatMap(({ id, clauses, rules = [] }) =>
    rules
      .filter(({ kind }) => kind === 'SHR-END')
      .map(({ includesPastData }): RevocationRule => {
        const [clause] = clauses;
        return {
          id,
          clause: clause === undefined ? '' : `${clause.heading} [L${clause.line}]`,
          period: { unit: 'immediately' },
          origin: 'policy',
          includesPastData: includesPastData === true,
        };
      }),
  );
  // A processor may keep nothing once its work is over.
  const ofLaw = law
    .filter(({ because }) => because.includes('recipientServiceEnded'))
    .map(({ id, article, deadline }): RevocationRule => {
      return { id, clause: article, period: deadline, origin: 'law', includesPastData: true };
    });
  return [...ofPolicy, ...ofLaw];
}

/**
 * Whose access has to end because an agreement was ended or ran out, or because the recipient works for the company no more;
 * and what became of it. An agreement whose place another one has taken by then leaves nothing to revoke.
 *
 * @param facts what was recorded of the recipients of one company: agreements, their ends, ends of service, revocations
 */
export function revocationsOf(facts: readonly Fact[], context: RevocationContext): readonly Revocation[] {
  const past = facts.filter(({ at }) => at <= context.at);
  const state = past.reduce(evolveAgreements<AgreementState>, noAgreements);
  const revoked = past.flatMap((fact): Revoked[] =>
    // A record about one person says nothing of everybody else's data.
    isFact(fact, RecipientAccessRevoked) && fact.subjectId === undefined
      ? [{ id: fact.id, at: fact.at, fields: fact.fields }]
      : [],
  );
  const replaced = new Set(
    past.flatMap((fact) => (isFact(fact, RecipientAgreementEnded) && fact.fields.cause === 'replaced' ? fact.id : [])),
  );
  return endsIn(state, replaced, context)
    .flatMap((end) => {
      const rules = context.rulesAt(end.endedAt);
      return rules.length === 0 ? [] : [revocationFrom(end, rules, { state, revoked, context })];
    })
    .toSorted((a, b) => a.endedAt - b.endedAt || (a.startedBy < b.startedBy ? -1 : 1));
}

type End = Pick<Revocation, 'recipient' | 'because' | 'agreement' | 'function' | 'endedAt' | 'startedBy'>;
type Revoked = Dated & { readonly fields: ClearFieldValues<(typeof RecipientAccessRevoked)['fields']> };

function endsIn(state: AgreementState, replaced: ReadonlySet<string>, context: RevocationContext): readonly End[] {
  const ofAgreements = lastingAgreements(state, context).flatMap((agreement): End[] => {
    const end = endOfAgreement(agreement, state, context.counting);
    if (end === undefined || end.at > context.at || replaced.has(end.id)) return [];
    if (isBound(agreement.recipient, end.at + 1, state, context.counting)) return [];
    const { recipient, agreement: slug } = agreement;
    const because = end.id === agreement.id ? 'agreementExpired' : 'agreementEnded';
    return [{ recipient, because, agreement: slug, endedAt: end.at, startedBy: end.id }];
  });
  const ofServices = state.serviceEnds.map(({ id, at, recipient, function: of }): End => {
    return {
      recipient,
      because: 'serviceEnded',
      ...(of === undefined ? {} : { function: of }),
      endedAt: at,
      startedBy: id,
    };
  });
  return [...ofAgreements, ...ofServices];
}

/** Agreements that let a recipient have data; of those concluded again under one name the latest, to its own end. */
function lastingAgreements({ agreements }: AgreementState, { at }: RevocationContext): readonly Agreement[] {
  const latest = new Map<string, Agreement>();
  for (const one of agreements) {
    if (one.at <= at && !NO_PERMISSION.has(one.kind)) latest.set(`${one.recipient} ${one.agreement}`, one);
  }
  return [...latest.values()];
}

/** Whether some agreement lets the recipient have data at an instant. */
function isBound(recipient: string, at: number, state: AgreementState, counting: Counting): boolean {
  const day = counting.time.dateOf(new Date(at).toISOString(), counting.zone);
  return state.agreements.some((one) => {
    if (one.recipient !== recipient || NO_PERMISSION.has(one.kind) || one.validFrom > day) return false;
    const end = endOfAgreement(one, state, counting);
    return end === undefined || end.at >= at;
  });
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
  const today = context.counting.time.dateOf(new Date(context.at).toISOString(), context.counting.zone);
  return state.agreements.find(
    (one) => one.recipient === recipient && one.at > endedAt && one.validFrom <= today && !NO_PERMISSION.has(one.kind),
  );
}
