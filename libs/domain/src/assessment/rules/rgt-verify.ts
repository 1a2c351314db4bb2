import { describe, flag, optional } from '../../event-definition.ts';
import { RightsRequestAnswered } from '../../rights-request/request.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { identityOf, requestOf } from '../state/rights-state.ts';

const parameters = {
  always: optional(
    describe('Nothing is granted before it is shown who asks. Left out: only where the company asked for proof.', flag),
  ),
};

export const rgtVerify = defineRuleKind({
  id: 'RGT-VERIFY',
  finds: ['RGT-VERIFY'],
  topic: 'identityVerification',
  judges: [RightsRequestAnswered],
  description: 'Whether a request was granted only after it was shown that whoever asked may ask.',
  source: 'A8 RGT-VERIFY; CLEX-G2, G4; KAAD-G3; KAMO-G6; GDPR Art. 12(6)',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, { subject }: RuleContext, { basis, parameters: of }: BoundRule<typeof parameters>) {
  if (!isFact(fact, RightsRequestAnswered)) return undefined;
  const { requestId, outcome } = fact.fields;
  if (outcome !== 'fulfilled' && outcome !== 'partlyFulfilled') return undefined;
  const check = identityOf(subject, requestId, fact.at);
  const isAsked =
    of.always === true || check !== undefined || requestOf(subject, requestId, fact.at)?.identityCheckRequired === true;
  if (!isAsked) return undefined;
  const answer = { rule: 'RGT-VERIFY', bases: [basis], evidence: check === undefined ? [] : [check.id] } as const;
  if (check?.outcome === 'passed') return { ...answer, outcome: 'conforms' } satisfies RuleResult;
  const missing = { code: 'identityNotVerified', params: { requestId } } as const;
  return { ...answer, outcome: 'violates', missing } satisfies RuleResult;
}
