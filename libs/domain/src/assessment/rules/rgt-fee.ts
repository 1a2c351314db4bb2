import { describe, list, oneOf } from '../../event-definition.ts';
import { RightsRequestAnswered } from '../../rights-request/request.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';

const { of: feeGround } = RightsRequestAnswered.fields.feeGround;

const parameters = {
  grounds: describe('What money may be asked for.', list(oneOf(...feeGround.values), 5)),
};

export const rgtFee = defineRuleKind({
  id: 'RGT-FEE',
  finds: ['RGT-FEE'],
  topic: 'fees',
  judges: [RightsRequestAnswered],
  description: 'Whether money was asked for an answer only where that is allowed.',
  source: 'A8 RGT-FEE; KAAD-G4; KAMO-G7; GDPR Art. 12(5)',
  parameters,
  compile: eachRule((fact, _context, { basis, parameters: of }: BoundRule<typeof parameters>) => {
    if (!isFact(fact, RightsRequestAnswered) || fact.fields.feeCharged !== true) return undefined;
    const { requestId, feeGround: ground } = fact.fields;
    const answer = { rule: 'RGT-FEE', bases: [basis], evidence: [] } as const;
    if (ground === undefined) {
      const missing = { code: 'feeGroundNotDeclared', params: { requestId } } as const;
      return { ...answer, outcome: 'gap', missing } satisfies RuleResult;
    }
    if (of.grounds.includes(ground)) return { ...answer, outcome: 'conforms' } satisfies RuleResult;
    const missing = { code: 'feeNotAllowed', params: { ground, listed: of.grounds } } as const;
    return { ...answer, outcome: 'violates', missing } satisfies RuleResult;
  }),
});
