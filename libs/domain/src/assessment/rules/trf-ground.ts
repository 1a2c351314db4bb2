import { describe, list, optional, oneOf } from '../../event-definition.ts';
import { PersonalDataTransferred } from '../../processing/handing-over.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleResult } from '../rule-kind.ts';
import type { Basis } from '../verdict.ts';
import { consentForms } from './parameters.ts';

const parameters = {
  grounds: describe('Grounds the row allows.', list(oneOf(...PersonalDataTransferred.fields.ground.values), 8)),
  withConsent: optional(consentForms),
};

type Row = BoundRule<typeof parameters>;

export const trfGround = defineRuleKind({
  id: 'TRF-GROUND',
  finds: ['TRF-GROUND'],
  topic: 'transfer',
  judges: [PersonalDataTransferred],
  description:
    'Whether data passed to a new controller on a ground the policy names. The rows together are a closed list.',
  source: 'A8 TRF-GROUND; CLEX-T1, T2; KAAD-T1; KAMO-T1, T2; PIPL Art. 22',
  parameters,
  compile,
});

function compile(rules: readonly Row[]): Check {
  const [first] = rules;
  if (first === undefined) return () => undefined;
  const listed = rules.flatMap(({ parameters: { grounds } }) => grounds);
  return (fact, context) => {
    const act = actFrom(fact);
    if (act === undefined || !isFact(fact, PersonalDataTransferred)) return undefined;
    const { ground } = fact.fields;
    const row = rules.find(({ parameters: { grounds } }) => grounds.includes(ground));
    if (row === undefined) {
      const bases: readonly [Basis, ...Basis[]] = [first.basis, ...rules.slice(1).map(({ basis }) => basis)];
      const missing = { code: 'groundNotListed', params: { ground, listed } } as const;
      return { rule: 'TRF-GROUND', outcome: 'violates', bases, evidence: [], missing };
    }
    const answer: Pick<RuleResult, 'rule' | 'bases'> = { rule: 'TRF-GROUND', bases: [row.basis] };
    const { withConsent } = row.parameters;
    if (withConsent === undefined) return { ...answer, outcome: 'conforms', evidence: [], lenient: true };
    return { ...answer, ...askConsent(context, needOf(act, withConsent)) };
  };
}
