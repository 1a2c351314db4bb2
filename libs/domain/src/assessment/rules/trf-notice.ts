import { describe, list } from '../../event-definition.ts';
import { PersonalDataTransferred } from '../../processing/handing-over.ts';
import { noticeItem } from '../../standard-fields.ts';
import { isFact } from '../fact.ts';
import { askNotice } from '../notice-answer.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';

const parameters = {
  told: describe('What a notice that names the successor has to tell before.', list(noticeItem, 50)),
};

export const trfNotice = defineRuleKind({
  id: 'TRF-NOTICE',
  finds: ['TRF-SUCCESSOR'],
  topic: 'transfer',
  judges: [PersonalDataTransferred],
  description: 'Whether people were told which successor takes their data over.',
  source: 'A8 TRF-SUCCESSOR; PIPL Art. 22',
  parameters,
  compile: eachRule(
    (fact, context, { basis, parameters: of }: BoundRule<typeof parameters>): RuleResult | undefined => {
      if (!isFact(fact, PersonalDataTransferred)) return undefined;
      const { newController, noticeRef } = fact.fields;
      const told = askNotice(context, { at: fact.at, items: of.told, newController, noticeRef });
      return { rule: 'TRF-SUCCESSOR', bases: [basis], ...told };
    },
  ),
});
