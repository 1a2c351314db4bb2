import { describe, list, oneOf } from '../../event-definition.ts';
import { ProcessingActivityDeclared } from '../../policy/processing-activity.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, Context, RuleResult } from '../rule-kind.ts';

const { of: measures } = ProcessingActivityDeclared.fields.securityMeasures;

const parameters = {
  measures: describe('Measures the policy promises.', list(oneOf(...measures.of.values), 20)),
};

export const secMeasures = defineRuleKind({
  id: 'SEC-MEASURES',
  finds: ['SEC-MEASURES'],
  topic: 'security',
  judges: [ProcessingActivityDeclared],
  description: 'Whether a declared activity is protected as the policy promises.',
  source: 'CLEX-SEC; KAAD-SEC; KAMO-SEC; KAID-SEC; PIPL Art. 51; GDPR Art. 30(1)(g), 32',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, _context: Context, { basis, parameters: of }: BoundRule<typeof parameters>) {
  if (!isFact(fact, ProcessingActivityDeclared)) return undefined;
  const { activity, securityMeasures: taken } = fact.fields;
  const answer = { rule: 'SEC-MEASURES', bases: [basis], evidence: [] } as const;
  if (taken === undefined) {
    return {
      ...answer,
      outcome: 'gap',
      missing: { code: 'measuresNotDeclared', params: { activity } },
    } satisfies RuleResult;
  }
  const lacking = of.measures.filter((measure) => !taken.includes(measure));
  if (lacking.length === 0) return { ...answer, outcome: 'conforms' } satisfies RuleResult;
  const missing = { code: 'measuresLacking', params: { activity, measures: lacking } } as const;
  return { ...answer, outcome: 'violates', missing } satisfies RuleResult;
}
