import { describe, list, oneOf, optional } from '../../event-definition.ts';
import { PersonalDataPubliclyDisclosed } from '../../processing/handing-over.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { exceptionFor } from '../consent-exception.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { consentForms } from './parameters.ts';

const parameters = {
  forms: consentForms,
  otherGrounds: optional(
    describe(
      'Grounds on which no consent is needed; legal compulsion has to name its document.',
      list(oneOf('legalCompulsion', 'publicInterest', 'agreement', 'other'), 4),
    ),
  ),
};

type Row = BoundRule<typeof parameters>;

export const pubConsent = defineRuleKind({
  id: 'PUB-CONSENT',
  finds: ['PUB-CONSENT'],
  topic: 'publicDisclosure',
  judges: [PersonalDataPubliclyDisclosed],
  description: 'Whether data was made public with consent, or because the law compelled it.',
  source: 'A8 PUB-CONSENT; KAAD-P1, P2; KAMO-P1d; PIPL Art. 25',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(
  fact: Fact,
  context: RuleContext,
  { basis, parameters: of }: Row,
  setting: Setting,
): RuleResult | undefined {
  const act = actFrom(fact);
  if (act === undefined || !isFact(fact, PersonalDataPubliclyDisclosed)) return undefined;
  const { ground, legalOrderRef } = fact.fields;
  const answer = { rule: 'PUB-CONSENT', bases: [basis], evidence: [] } as const;
  const exception = exceptionFor(setting.exceptions, act.exceptionRef, 'publish');
  if (exception !== undefined) {
    return { ...answer, bases: [basis, exception.basis], outcome: 'conforms', lenient: true };
  }
  if (of.otherGrounds?.some((other) => other === ground) === true) {
    if (ground !== 'legalCompulsion' || legalOrderRef !== undefined) {
      return { ...answer, outcome: 'conforms', lenient: true };
    }
    return { ...answer, outcome: 'violates', missing: { code: 'legalDocumentMissing', params: {} } };
  }
  return { ...answer, ...askConsent(context, needOf(act, of.forms)) };
}
