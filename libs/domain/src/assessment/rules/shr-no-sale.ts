import { PersonalDataShared } from '../../processing/handing-over.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';

const parameters = {};

export const shrNoSale = defineRuleKind({
  id: 'SHR-NOSALE',
  finds: ['SHR-NOSALE'],
  topic: 'sale',
  judges: [PersonalDataShared],
  description: 'Whether data was sold although the policy rules sale out, consent or not.',
  source: 'A8 SHR-NOSALE; KAAY-D9',
  parameters,
  compile: eachRule((fact, _context, { basis }: BoundRule<typeof parameters>): RuleResult | undefined => {
    if (!isFact(fact, PersonalDataShared) || fact.fields.forPayment !== true) return undefined;
    const missing = { code: 'saleForbidden', params: { recipient: fact.fields.recipient } } as const;
    return { rule: 'SHR-NOSALE', outcome: 'violates', bases: [basis], evidence: [], missing };
  }),
});
