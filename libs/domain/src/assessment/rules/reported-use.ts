import { RecipientUseReported } from '../../recipient/use.ts';
import { askConsent } from '../consent-answer.ts';
import type { Fact, FactOf } from '../fact.ts';
import type { RuleContext, RuleResult } from '../rule-kind.ts';
import type { ConsentForm } from '../state/consent-state.ts';
import type { RecipientKind } from '../state/share-state.ts';

type Reported = Fact & FactOf<(typeof RecipientUseReported)['fields']>;

/** What a recipient must keep to, and how consent sets it free. */
interface Lock {
  /** Recipients it is about, by what they were when they were given the data. Left out: all. */
  readonly kinds?: readonly RecipientKind[] | undefined;
  readonly forms: readonly ConsentForm[];
}

/** Whether a recipient uses data only for what it was given it for; for anything else consent has to be asked again. */
export function judgeReportedUse(
  fact: Reported,
  context: RuleContext,
  { kinds, forms }: Lock,
): Pick<RuleResult, 'outcome' | 'evidence' | 'missing'> | undefined {
  const { recipient, purposes, categories, consentRef } = fact.fields;
  const given = context.subject.shares.filter((share) => share.recipient === recipient && share.at <= fact.at);
  const meant = given.filter(({ recipientKind }) => kinds?.includes(recipientKind) ?? true);
  if (meant.length === 0) {
    if (given.length > 0 || kinds !== undefined) return undefined;
    return { outcome: 'gap', evidence: [], missing: { code: 'sharedPurposesUnknown', params: { recipient } } };
  }
  const beyond = purposes.filter((purpose) => !meant.some((share) => share.purposes.includes(purpose)));
  if (beyond.length === 0) return { outcome: 'conforms', evidence: meant.map(({ id }) => id) };
  const consent = askConsent(context, { at: fact.at, forms, categories, purposes: beyond, recipient, consentRef });
  return { ...consent, evidence: [...meant.map(({ id }) => id), ...consent.evidence] };
}
