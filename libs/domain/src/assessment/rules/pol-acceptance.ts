import { describe, list, oneOf } from '../../event-definition.ts';
import { PolicyAcceptanceDeemed } from '../../consent/notice.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check } from '../rule-kind.ts';
import type { Basis } from '../verdict.ts';

const parameters = {
  by: describe('Acts that count as accepting the policy.', list(oneOf(...PolicyAcceptanceDeemed.fields.by.values), 3)),
};

export const polAcceptance = defineRuleKind({
  id: 'POL-ACCEPTANCE',
  finds: ['POL-ACCEPTANCE'],
  topic: 'acceptance',
  judges: [PolicyAcceptanceDeemed],
  description:
    'Whether an act that was taken for accepting the policy is one the policy names. No acceptance of this kind is ever consent.',
  source: 'CLEX-S4, U1; KAAY [L53]; KAAD-U1; KAMO-U1; KAID-C1; against PIPL Art. 14',
  parameters,
  compile,
});

function compile(rules: readonly BoundRule<typeof parameters>[]): Check {
  const [first] = rules;
  if (first === undefined) return () => undefined;
  const bases: readonly [Basis, ...Basis[]] = [first.basis, ...rules.slice(1).map(({ basis }) => basis)];
  const listed = rules.flatMap(({ parameters: { by } }) => by);
  return (fact: Fact) => {
    if (!isFact(fact, PolicyAcceptanceDeemed)) return undefined;
    const answer = { rule: 'POL-ACCEPTANCE', bases, evidence: [] } as const;
    const { by } = fact.fields;
    if (listed.includes(by)) return { ...answer, outcome: 'conforms' };
    return { ...answer, outcome: 'violates', missing: { code: 'actIsNoAcceptance', params: { by, listed } } };
  };
}
