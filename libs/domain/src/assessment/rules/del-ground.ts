import { describe, list, oneOf } from '../../event-definition.ts';
import { RightsRequestAnswered, RightsRequestReceived } from '../../rights-request/request.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { requestOf } from '../state/rights-state.ts';
import { isWithoutReason } from './refusal.ts';

const { of: deletionGround } = RightsRequestReceived.fields.deletionGround;

const parameters = {
  grounds: describe('Grounds on which people can have data deleted.', list(oneOf(...deletionGround.values), 13)),
};

export const delGround = defineRuleKind({
  id: 'DEL-GROUND',
  finds: ['DEL-GROUND'],
  topic: 'deletion',
  judges: [RightsRequestAnswered],
  description:
    'Whether deletion asked for on a ground of the list was granted, or refused for a reason. Which reasons count, RGT-REFUSE says.',
  source: 'A8 DEL-GROUND; CLEX-R5; KAAD-R3; KAMO-R3; PIPL Art. 47(1); GDPR Art. 17(1)',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, { subject }: RuleContext, { basis, parameters: of }: BoundRule<typeof parameters>) {
  if (!isFact(fact, RightsRequestAnswered)) return undefined;
  const { requestId, outcome } = fact.fields;
  const request = requestOf(subject, requestId, fact.at);
  if (request?.right !== 'erasure') return undefined;
  const answer = { rule: 'DEL-GROUND', bases: [basis], evidence: [request.id] } as const;
  if (outcome === 'fulfilled' || !isWithoutReason(fact.fields)) {
    return { ...answer, outcome: 'conforms' } satisfies RuleResult;
  }
  const { deletionGround: ground } = request;
  if (ground === undefined) {
    const missing = { code: 'deletionGroundNotDeclared', params: { requestId } } as const;
    return { ...answer, outcome: 'gap', missing } satisfies RuleResult;
  }
  if (!of.grounds.includes(ground)) return undefined;
  if (fact.fields.refusalGround === undefined) {
    const missing = { code: 'refusalGroundNotDeclared', params: { requestId } } as const;
    return { ...answer, outcome: 'gap', missing } satisfies RuleResult;
  }
  const missing = { code: 'deletionRefused', params: { ground } } as const;
  return { ...answer, outcome: 'violates', missing } satisfies RuleResult;
}
