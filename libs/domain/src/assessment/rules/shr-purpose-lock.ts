import { RecipientUseReported } from '../../recipient/use.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';
import { consentForms, recipientKinds } from './parameters.ts';
import { judgeReportedUse } from './reported-use.ts';

const parameters = { recipientKinds, forms: consentForms };

export const shrPurposeLock = defineRuleKind({
  id: 'SHR-PURPOSE-LOCK',
  finds: ['SHR-PURPOSE-LOCK'],
  topic: 'sharing',
  judges: [RecipientUseReported],
  description: 'Whether a recipient uses data only for what it was given it for, or asked for consent again.',
  source: 'A8 SHR-PURPOSE-LOCK; KAAD-D2; KAMO-D4; PIPL Art. 21, 23',
  parameters,
  compile: eachRule(
    (fact, context, { basis, parameters: of }: BoundRule<typeof parameters>): RuleResult | undefined => {
      if (!isFact(fact, RecipientUseReported)) return undefined;
      const reported = judgeReportedUse(fact, context, { kinds: of.recipientKinds, forms: of.forms });
      return reported === undefined ? undefined : { rule: 'SHR-PURPOSE-LOCK', bases: [basis], ...reported };
    },
  ),
});
