import { country, describe, flag, list, optional, terms } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { RecipientUseReported } from '../../recipient/use.ts';
import { recipientKind } from '../../standard-fields.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { sensitiveCategories } from '../sensitivity.ts';
import { consentForms } from './parameters.ts';
import { judgeReportedUse } from './reported-use.ts';

const parameters = {
  recipientKinds: describe('Recipients that are affiliates.', list(recipientKind, 12)),
  purposes: optional(describe('Purposes they may have it for; for others consent is asked again.', terms('purpose'))),
  sensitive: optional(
    describe('Sensitive data needs consent again: by the law of this jurisdiction, such as CN.', country),
  ),
  purposeLocked: optional(describe('An affiliate that uses it for something else needs consent again.', flag)),
  forms: consentForms,
};

type Row = BoundRule<typeof parameters>;

export const shrAffiliate = defineRuleKind({
  id: 'SHR-AFFILIATE',
  finds: ['SHR-AFFILIATE'],
  topic: 'sharing',
  judges: [PersonalDataShared, RecipientUseReported],
  description:
    'Whether an affiliate got sensitive data, or uses data for another purpose, only with consent asked again.',
  source: 'A8 SHR-AFFILIATE; CLEX-D4; KAAY-D3; KAMO-D3; KAAD-D8',
  parameters,
  compile,
});

function compile(rules: readonly Row[], { vocabulary }: Setting): Check {
  const prepared = rules.map((rule) => {
    const { sensitive: under } = rule.parameters;
    return { rule, sensitive: under === undefined ? NOTHING : sensitiveCategories(vocabulary, { under }) };
  });
  return (fact, context) => prepared.flatMap(({ rule, sensitive }) => ask(fact, context, rule, sensitive) ?? []);
}

const NOTHING: ReadonlySet<string> = new Set();

function ask(fact: Fact, context: RuleContext, row: Row, sensitive: ReadonlySet<string>): RuleResult | undefined {
  const { recipientKinds: kinds, purposes, purposeLocked, forms } = row.parameters;
  const answer = { rule: 'SHR-AFFILIATE', bases: [row.basis] } as const;
  if (isFact(fact, RecipientUseReported)) {
    if (purposeLocked !== true) return undefined;
    const reported = judgeReportedUse(fact, context, { kinds, forms });
    return reported === undefined ? undefined : { ...answer, ...reported };
  }
  const act = actFrom(fact);
  if (act === undefined || !isFact(fact, PersonalDataShared) || !kinds.includes(fact.fields.recipientKind)) {
    return undefined;
  }
  const categories = act.categories.filter((category) => sensitive.has(category));
  if (categories.length > 0) return { ...answer, ...askConsent(context, needOf(act, forms, { categories })) };
  const others = act.purposes.filter((purpose) => purposes?.includes(purpose) === false);
  if (others.length > 0) return { ...answer, ...askConsent(context, needOf(act, forms, { purposes: others })) };
  return { ...answer, outcome: 'conforms', evidence: [], lenient: true };
}
