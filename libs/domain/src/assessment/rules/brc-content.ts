import { BreachNoticeGiven, breachNoticeItem } from '../../breach/breach.ts';
import { describe, list, optional } from '../../event-definition.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';
import { audiences } from './parameters.ts';

const parameters = {
  audiences,
  items: optional(describe('What the notice has to tell.', list(breachNoticeItem, 40))),
  eitherOf: optional(describe('One of these as well.', list(breachNoticeItem, 40))),
};

export const brcContent = defineRuleKind({
  id: 'BRC-CONTENT',
  finds: ['BRC-CONTENT'],
  topic: 'breach',
  judges: [BreachNoticeGiven],
  description: 'Whether a notice of a breach told what it has to. What it says to be unknown still may follow.',
  source: 'A8 BRC-CONTENT; CLEX-B1; KAAD-B2; KAMO-B1; PIPL Art. 57; GDPR Art. 33(3), 34(2)',
  parameters,
  compile: eachRule((fact, _context, { basis, parameters: of }: BoundRule<typeof parameters>) => {
    if (!isFact(fact, BreachNoticeGiven) || fact.fields.phase === 'withdrawal') return undefined;
    const { audience, contents, unknownItems = [] } = fact.fields;
    if (!of.audiences.includes(audience)) return undefined;
    const told = [...contents, ...unknownItems];
    const isEitherTold = of.eitherOf === undefined || of.eitherOf.some((item) => told.includes(item));
    const untold = (of.items ?? []).filter((item) => !told.includes(item));
    const items = [...untold, ...(isEitherTold ? [] : (of.eitherOf ?? []))];
    const answer = { rule: 'BRC-CONTENT', bases: [basis], evidence: [] } as const;
    if (items.length === 0) return { ...answer, outcome: 'conforms' } satisfies RuleResult;
    const missing = { code: 'noticeItemsMissing', params: { items } } as const;
    return { ...answer, outcome: 'violates', missing } satisfies RuleResult;
  }),
});
