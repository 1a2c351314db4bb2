import { describe, flag, list, oneOf, optional, terms } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, Context, RuleResult } from '../rule-kind.ts';

const parameters = {
  offers: describe(
    'What the person must be offered.',
    list(oneOf('explanation', 'humanReview', 'refusal', 'impersonalOption'), 4),
  ),
  significantOnly: optional(describe('Only of decisions that affect the person significantly.', flag)),
  purposes: optional(describe('Only of decisions for these purposes. Left out: all.', terms('purpose'))),
};

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
  description: 'Whether a decision by automated means alone came with what the person must be offered.',
  source: 'A8 USE-ADM; KAMO-G5; PIPL Art. 24; GDPR Art. 22',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, _context: Context, rule: BoundRule<typeof parameters>): RuleResult | undefined {
  if (!isFact(fact, PersonalDataUsed)) return undefined;
  const { automatedDecision: decision, purposes } = fact.fields;
  const { offers, significantOnly, purposes: only } = rule.parameters;
  if (decision === undefined || (significantOnly === true && !decision.significant)) return undefined;
  if (only !== undefined && !purposes.some((purpose) => only.includes(purpose))) return undefined;
  const answer = { rule: 'USE-ADM', bases: [rule.basis], evidence: [] } as const;
  const refused = offers.filter((offer) => decision[FLAG_OF[offer]] === false);
  if (refused.length > 0) {
    return { ...answer, outcome: 'violates', missing: { code: 'decisionLacks', params: { items: refused } } };
  }
  const open = offers.filter((offer) => decision[FLAG_OF[offer]] === undefined);
  if (open.length === 0) return { ...answer, outcome: 'conforms' };
  return { ...answer, outcome: 'gap', missing: { code: 'decisionNotDeclared', params: { items: open } } };
}
