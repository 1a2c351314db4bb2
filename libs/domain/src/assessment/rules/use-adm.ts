import { describe, flag, list, oneOf, optional, term, terms } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { basesOf, basisAmong, evidenceOf } from '../legal-basis-answer.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { consentForms } from './parameters.ts';

const offer = oneOf('explanation', 'humanReview', 'refusal', 'impersonalOption');

const parameters = {
  offers: optional(describe('What the person must be offered.', list(offer, 4))),
  offersOneOf: optional(describe('One of these must be offered as well.', list(offer, 4))),
  onBases: optional(
    describe('Legal bases on one of which alone it may be taken, beside consent.', list(term('legalBasis'), 50)),
  ),
  orConsent: optional(consentForms),
  significantOnly: optional(describe('Only of decisions that affect the person significantly.', flag)),
  purposes: optional(describe('Only of decisions for these purposes. Left out: all.', terms('purpose'))),
};

type Row = BoundRule<typeof parameters>;
type Offer = (typeof offer)['values'][number];

const FLAG_OF = {
  explanation: 'explanationOffered',
  humanReview: 'humanReviewOffered',
  refusal: 'refusalOffered',
  impersonalOption: 'impersonalOptionOffered',
} as const;

export const useAdm = defineRuleKind({
  id: 'USE-ADM',
  finds: ['USE-ADM'],
  topic: 'automatedDecisions',
  judges: [PersonalDataUsed],
  description:
    'Whether a decision by automated means alone was taken on a basis that allows it, and with what the person must be offered.',
  source: 'A8 USE-ADM; KAMO-G5; PIPL Art. 24; GDPR Art. 22',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, context: RuleContext, rule: Row): RuleResult | undefined {
  if (!isFact(fact, PersonalDataUsed)) return undefined;
  const { automatedDecision: decision, purposes } = fact.fields;
  const { significantOnly, purposes: only } = rule.parameters;
  if (decision === undefined || (significantOnly === true && !decision.significant)) return undefined;
  if (only !== undefined && !purposes.some((purpose) => only.includes(purpose))) return undefined;
  const answer = { rule: 'USE-ADM', bases: [rule.basis], evidence: [] } as const;
  const basis = askBasis(fact, context, rule);
  if (basis !== undefined && basis.outcome !== 'conforms') return { ...answer, ...basis };
  return { ...answer, ...basis, ...askOffers(decision, rule.parameters) };
}

type Decision = NonNullable<FactOf<(typeof PersonalDataUsed)['fields']>['fields']['automatedDecision']>;

function askOffers(
  decision: Decision,
  { offers = [], offersOneOf }: Row['parameters'],
): Pick<RuleResult, 'outcome' | 'missing'> {
  const isRefused = (one: Offer): boolean => decision[FLAG_OF[one]] === false;
  const isOffered = (one: Offer): boolean => decision[FLAG_OF[one]] === true;
  const alternatives = offersOneOf?.some(isOffered) === true ? [] : (offersOneOf ?? []);
  const refused = [...offers.filter(isRefused), ...(alternatives.every(isRefused) ? alternatives : [])];
  if (refused.length > 0)
    return { outcome: 'violates', missing: { code: 'decisionLacks', params: { items: refused } } };
  const open = [...offers, ...alternatives].filter((one) => !isOffered(one) && !isRefused(one));
  return open.length === 0
    ? { outcome: 'conforms' }
    : { outcome: 'gap', missing: { code: 'decisionNotDeclared', params: { items: open } } };
}

/** Left out: the rule asks for no basis. */
function askBasis(
  fact: Fact,
  context: RuleContext,
  { parameters: { onBases, orConsent } }: Row,
): Pick<RuleResult, 'outcome' | 'evidence' | 'missing'> | undefined {
  const act = actFrom(fact);
  if (act === undefined || (onBases === undefined && orConsent === undefined)) return undefined;
  const declared = basesOf(act, context);
  const allowed = basisAmong(declared, onBases);
  if (allowed !== undefined) return { outcome: 'conforms', evidence: evidenceOf(allowed) };
  const consent = orConsent === undefined ? undefined : askConsent(context, needOf(act, orConsent));
  if (consent?.outcome === 'conforms' || (consent !== undefined && declared.length > 0)) return consent;
  return {
    outcome: 'gap',
    evidence: [],
    missing: { code: 'basisNotDeclared', params: { categories: act.categories } },
  };
}
