import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import {
  PersonalDataExported,
  PersonalDataPubliclyDisclosed,
  PersonalDataShared,
} from '../../processing/handing-over.ts';
import { actFrom, DISPOSALS } from '../act.ts';
import type { Act } from '../act.ts';
import { touches } from '../categories.ts';
import { askConsent, EVERY_FORM, needOf } from '../consent-answer.ts';
import { exceptionFor } from '../consent-exception.ts';
import type { ExceptedAct } from '../consent-exception.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import type { ConsentEnd, ConsentScope } from '../state/consent-state.ts';

const parameters = {};

type Row = BoundRule<typeof parameters>;
type Answer = Pick<RuleResult, 'outcome' | 'evidence' | 'missing'>;

export const wdrEffect = defineRuleKind({
  id: 'WDR-EFFECT',
  finds: ['WDR-EFFECT'],
  topic: 'withdrawal',
  judges: [PersonalDataUsed, PersonalDataShared, PersonalDataPubliclyDisclosed, PersonalDataExported],
  description:
    'Whether what rested on consent went on after the withdrawal. It does not reach back: what was done before stays as it was.',
  source: 'A8 WDR-EFFECT; CLEX-G1; KAMO-G3; PIPL Art. 15; GDPR Art. 7(3)',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap(({ basis }: Row) => {
        const answer = ask(fact, context, setting);
        return answer === undefined ? [] : [{ rule: 'WDR-EFFECT', bases: [basis], ...answer }];
      }),
});

/** The smallest thing to consent to. */
interface Part {
  readonly category: string;
  readonly purpose?: string;
}

function ask(fact: Fact, context: RuleContext, { exceptions }: Setting): Answer | undefined {
  const act = actFrom(fact);
  const withdrawals = context.subject.consentEnds.filter(({ at, expired }) => expired !== true && at <= fact.at);
  if (act === undefined || withdrawals.length === 0) return undefined;
  if (DISPOSALS.has(act.operation) || restsOnOther(act)) return undefined;
  if (exceptionFor(exceptions, act.exceptionRef, act.kind as ExceptedAct) !== undefined) return undefined;
  const parts = partsOf(act).filter((part) => !isConsentedTo(act, part, context));
  const answers = withdrawals.flatMap((end) => answerFor(end, parts, act, context) ?? []);
  return answers.find(({ outcome }) => outcome === 'violates') ?? answers[0];
}

function partsOf({ categories, purposes }: Act): readonly Part[] {
  return categories.flatMap((category) =>
    purposes.length === 0 ? [{ category }] : purposes.map((purpose) => ({ category, purpose })),
  );
}

function isConsentedTo(act: Act, { category, purpose }: Part, context: RuleContext): boolean {
  const purposes = purpose === undefined ? [] : [purpose];
  return askConsent(context, needOf(act, EVERY_FORM, { categories: [category], purposes })).outcome === 'conforms';
}

/** What one withdrawal says of the parts of an act that no consent covers. */
function answerFor(
  { id, at, consentRef, scope }: ConsentEnd,
  parts: readonly Part[],
  act: Act,
  context: RuleContext,
): Answer | undefined {
  if (parts.length === 0) return undefined;
  const { consents } = context.subject;
  const named = consentRef === undefined ? undefined : consents.find((one) => one.id === consentRef);
  if (scope === undefined && consentRef !== undefined && named === undefined) {
    const missing = { code: 'referredUnknown', params: { what: 'consent', id: consentRef } } as const;
    return { outcome: 'gap', evidence: [id], missing };
  }
  const known = scope ?? named?.scope;
  const scopes = known === undefined ? consents.filter((one) => one.at <= at).map((one) => one.scope) : [known];
  const reached = parts.filter((part) => scopes.some((one) => reaches(one, part, act, context)));
  if (reached.length > 0) {
    const categories = [...new Set(reached.map(({ category }) => category))];
    const purposes = [...new Set(reached.flatMap(({ purpose }) => purpose ?? []))];
    const missing = { code: 'consentWithdrawn', params: { categories, purposes } } as const;
    return { outcome: 'violates', evidence: [id], missing };
  }
  if (known !== undefined) return undefined;
  // Everything was taken back, and whether this ever rested on consent nobody declared.
  const categories = [...new Set(parts.map(({ category }) => category))];
  return { outcome: 'gap', evidence: [id], missing: { code: 'basisNotDeclared', params: { categories } } };
}

function reaches(scope: ConsentScope, { category, purpose }: Part, act: Act, { vocabulary }: RuleContext): boolean {
  const { recipients, operations } = scope;
  if (recipients !== undefined && (act.recipient === undefined || !recipients.includes(act.recipient))) return false;
  if (operations?.includes(act.operation) === false) return false;
  return touches(vocabulary, scope.categories, category) && (purpose === undefined || scope.purposes.includes(purpose));
}

/** A legal basis that is not consent does not end with it. */
function restsOnOther({ legalBasis }: Act): boolean {
  return legalBasis !== undefined && !CONSENT_BASES.has(legalBasis);
}

const CONSENT_BASES: ReadonlySet<string> = new Set([
  ...['Consent', 'InformedConsent', 'ExpressedConsent', 'ExplicitlyExpressedConsent', 'ImpliedConsent'].map(
    (name) => `https://w3id.org/dpv#${name}`,
  ),
  ...['A6-1-a', 'A9-2-a', 'A49-1-a'].map((name) => `https://w3id.org/dpv/legal/eu/gdpr#${name}`),
  ...['PIPL-13-1', 'SeparateConsent', 'WrittenConsent', 'GuardianConsent'].map(
    (name) => `https://personal-data-ledger.org/vocabulary#${name}`,
  ),
]);
