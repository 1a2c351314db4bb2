import { describe, list, term } from '../../event-definition.ts';
import { PersonalDataCollected, PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';
import { consentForms } from './parameters.ts';

const parameters = {
  consentBases: describe('Legal bases that are consent: it has to be on file.', list(term('legalBasis'), 50)),
  otherBases: describe('The other legal bases of the law.', list(term('legalBasis'), 50)),
  forms: consentForms,
};

export const lawBasis = defineRuleKind({
  id: 'LAW-BASIS',
  finds: ['LAW-BASIS'],
  topic: 'legalBasis',
  judges: [PersonalDataCollected, PersonalDataUsed],
  description: 'Whether a legal basis was declared, and consent is there where it is the basis.',
  source: 'PIPL Art. 13; GDPR Art. 6',
  parameters,
  compile: eachRule(
    (fact, context, { basis, parameters: of }: BoundRule<typeof parameters>): RuleResult | undefined => {
      const act = actFrom(fact);
      if (act === undefined) return undefined;
      const { legalBasis, categories } = act;
      const answer = { rule: 'LAW-BASIS', bases: [basis], evidence: [] } as const;
      if (legalBasis !== undefined && of.otherBases.includes(legalBasis)) return { ...answer, outcome: 'conforms' };
      const consent = askConsent(context, needOf(act, of.forms));
      if (consent.outcome === 'conforms' || (legalBasis !== undefined && of.consentBases.includes(legalBasis))) {
        return { ...answer, ...consent };
      }
      return legalBasis === undefined
        ? { ...answer, outcome: 'gap', missing: { code: 'basisNotDeclared', params: { categories } } }
        : { ...answer, outcome: 'violates', missing: { code: 'basisUnknownToLaw', params: { basis: legalBasis } } };
    },
  ),
});
