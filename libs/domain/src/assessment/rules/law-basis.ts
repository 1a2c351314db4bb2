import { describe, flag, list, optional, term } from '../../event-definition.ts';
import { ACTS, actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import type { Fact } from '../fact.ts';
import { basesOf, basisAmong, evidenceOf } from '../legal-basis-answer.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { isStatistical } from '../statistics.ts';
import { acts, consentForms } from './parameters.ts';

const bases = list(term('legalBasis'), 50);

const parameters = {
  acts: optional(acts('Acts that need one. Left out: to collect and to use.')),
  consentBases: describe('Legal bases that are consent: it has to be on file.', bases),
  otherBases: optional(describe('The other legal bases of the law.', bases)),
  foreignBases: optional(
    describe('Bases of other laws: they tell nothing of this one. Any other basis is none of this law.', bases),
  ),
  onlyConsent: optional(describe('Only of acts that rest on consent: whether it is of one of the forms.', flag)),
  forms: consentForms,
};

type Row = BoundRule<typeof parameters>;

export const lawBasis = defineRuleKind({
  id: 'LAW-BASIS',
  finds: ['LAW-BASIS'],
  topic: 'legalBasis',
  judges: ACTS,
  description:
    'Whether a legal basis was declared, by the record or on file for its purpose and data, and consent is there where it is the basis.',
  source: 'PIPL Art. 13, 14; GDPR Art. 4(11), 6, 7',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, context: RuleContext, { basis, parameters: of }: Row): RuleResult | undefined {
  const act = actFrom(fact);
  if (act === undefined || !(of.acts ?? USUAL).includes(act.kind) || isStatistical(fact)) return undefined;
  const answer = { rule: 'LAW-BASIS', bases: [basis], evidence: [] } as const;
  const declared = basesOf(act, context);
  const isConsent = basisAmong(declared, of.consentBases) !== undefined;
  if (of.onlyConsent === true) {
    return isConsent ? { ...answer, ...askConsent(context, needOf(act, of.forms)) } : undefined;
  }
  const other = basisAmong(declared, of.otherBases);
  if (other !== undefined) return { ...answer, outcome: 'conforms', evidence: evidenceOf(other) };
  const consent = askConsent(context, needOf(act, of.forms));
  if (consent.outcome === 'conforms' || isConsent) return { ...answer, ...consent };
  const unknown = declared.find(({ basis: named }) => of.foreignBases?.includes(named) !== true);
  return unknown === undefined
    ? { ...answer, outcome: 'gap', missing: { code: 'basisNotDeclared', params: { categories: act.categories } } }
    : { ...answer, outcome: 'violates', missing: { code: 'basisUnknownToLaw', params: { basis: unknown.basis } } };
}

const USUAL: readonly string[] = ['collect', 'use'];
