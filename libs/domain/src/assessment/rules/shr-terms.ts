import { describe, list } from '../../event-definition.ts';
import { RecipientAgreementConcluded } from '../../recipient/agreement.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';

const { kind, terms } = RecipientAgreementConcluded.fields;

const parameters = {
  agreementKinds: describe('Agreements it is about.', list(kind, 12)),
  terms: describe('What they have to lay down.', terms.of),
};

export const shrTerms = defineRuleKind({
  id: 'SHR-TERMS',
  finds: ['SHR-CONTRACT'],
  topic: 'recipientContract',
  judges: [RecipientAgreementConcluded],
  description:
    'Whether an agreement lays down what it has to. One whose terms nobody declared says neither yes nor no.',
  source: 'PIPL Art. 21(1); GDPR Art. 28(3)',
  parameters,
  compile: eachRule(
    (fact, _context, { basis, parameters: of }: BoundRule<typeof parameters>): RuleResult | undefined => {
      if (!isFact(fact, RecipientAgreementConcluded) || !of.agreementKinds.includes(fact.fields.kind)) return undefined;
      const { agreement, terms: laidDown } = fact.fields;
      const answer = { rule: 'SHR-CONTRACT', bases: [basis], evidence: [] } as const;
      if (laidDown === undefined) {
        return { ...answer, outcome: 'gap', missing: { code: 'termsNotDeclared', params: { agreement } } };
      }
      const lacking = of.terms.filter((term) => !laidDown.includes(term));
      if (lacking.length === 0) return { ...answer, outcome: 'conforms' };
      return {
        ...answer,
        outcome: 'violates',
        missing: { code: 'termsLacking', params: { agreement, terms: lacking } },
      };
    },
  ),
});
