import { describe, flag, list, optional } from '../../event-definition.ts';
import { RightsRequestAnswered } from '../../rights-request/request.ts';
import { noticeItem } from '../../standard-fields.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { requestOf } from '../state/rights-state.ts';
import { requestedRights } from './parameters.ts';

const parameters = {
  rights: describe('Rights it is about.', requestedRights),
  items: optional(describe('What the answer has to tell of the processing.', list(noticeItem, 50))),
  copy: optional(describe('A copy of the data is handed over.', flag)),
  machineReadable: optional(describe('The copy can be read by machines.', flag)),
};

type Row = BoundRule<typeof parameters>;
type Answered = FactOf<(typeof RightsRequestAnswered)['fields']>['fields'];

export const rgtContent = defineRuleKind({
  id: 'RGT-CONTENT',
  finds: ['RGT-CONTENT'],
  topic: 'access',
  judges: [RightsRequestAnswered],
  description: 'Whether the answer to a request that was granted gave what the right is to.',
  source: 'GDPR Art. 15, 20; PIPL Art. 45',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, { subject }: RuleContext, { basis, parameters: of }: Row): RuleResult | undefined {
  if (!isFact(fact, RightsRequestAnswered)) return undefined;
  const { requestId, outcome } = fact.fields;
  const request = requestOf(subject, requestId, fact.at);
  if (outcome !== 'fulfilled' || request === undefined || !of.rights.includes(request.right)) return undefined;
  const answer = { rule: 'RGT-CONTENT', bases: [basis], evidence: [request.id] } as const;
  const lacking = lackingIn(fact.fields, of);
  if (lacking.length > 0) {
    return { ...answer, outcome: 'violates', missing: { code: 'answerLacks', params: { items: lacking } } };
  }
  const open = openIn(fact.fields, of);
  return open.length === 0
    ? { ...answer, outcome: 'conforms' }
    : { ...answer, outcome: 'gap', missing: { code: 'answerNotDeclared', params: { items: open } } };
}

function lackingIn({ itemsTold, copyProvided, machineReadable }: Answered, of: Row['parameters']): readonly string[] {
  return [
    ...(itemsTold === undefined ? [] : (of.items ?? []).filter((item) => !itemsTold.includes(item))),
    ...(of.copy === true && copyProvided === false ? ['copyProvided'] : []),
    ...(of.machineReadable === true && machineReadable === false ? ['machineReadable'] : []),
  ];
}

function openIn({ itemsTold, copyProvided, machineReadable }: Answered, of: Row['parameters']): readonly string[] {
  return [
    ...(of.items !== undefined && itemsTold === undefined ? ['itemsTold'] : []),
    ...(of.copy === true && copyProvided === undefined ? ['copyProvided'] : []),
    ...(of.machineReadable === true && machineReadable === undefined ? ['machineReadable'] : []),
  ];
}
