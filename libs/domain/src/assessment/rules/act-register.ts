import { describe, flag, list, oneOf, optional } from '../../event-definition.ts';
import { ProcessingActivityDeclared } from '../../policy/processing-activity.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';

const parameters = {
  entries: describe(
    'What an activity of the register has to say, beside its purposes, people and data.',
    list(oneOf('recipients', 'retention', 'securityMeasures'), 3),
  ),
  transferMechanism: optional(describe('For each country data goes to, on what.', flag)),
};

type Declared = FactOf<(typeof ProcessingActivityDeclared)['fields']>['fields'];
type Entry = BoundRule<typeof parameters>['parameters']['entries'][number];

export const actRegister = defineRuleKind({
  id: 'ACT-REGISTER',
  finds: ['ACT-REGISTER'],
  topic: 'security',
  judges: [ProcessingActivityDeclared],
  description: 'Whether an activity of the register says what a register has to say.',
  source: 'GDPR Art. 30(1)',
  parameters,
  compile: eachRule(ask),
});

const IS_SAID: { readonly [E in Entry]: (fields: Declared) => boolean } = {
  recipients: ({ recipients, recipientKinds }) => recipients !== undefined || recipientKinds !== undefined,
  retention: ({ retention }) => retention !== undefined,
  securityMeasures: ({ securityMeasures }) => securityMeasures !== undefined,
};

function ask(fact: Fact, _context: RuleContext, { basis, parameters: of }: BoundRule<typeof parameters>) {
  if (!isFact(fact, ProcessingActivityDeclared) || fact.fields.role === 'processor') return undefined;
  const { activity, transfers = [] } = fact.fields;
  const hasUnfounded = of.transferMechanism === true && transfers.some(({ mechanism }) => mechanism === undefined);
  const lacking = [
    ...of.entries.filter((entry) => !IS_SAID[entry](fact.fields)),
    ...(hasUnfounded ? ['transfers/mechanism'] : []),
  ];
  const answer = { rule: 'ACT-REGISTER', bases: [basis], evidence: [] } as const;
  if (lacking.length === 0) return { ...answer, outcome: 'conforms' } satisfies RuleResult;
  const missing = { code: 'activityLacks', params: { activity, entries: lacking } } as const;
  return { ...answer, outcome: 'gap', missing } satisfies RuleResult;
}
