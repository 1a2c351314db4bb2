import { describe, list, optional, term } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { noticeItem, recipientKind } from '../../standard-fields.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import { askNotice } from '../notice-answer.ts';
import { isStatistical } from '../statistics.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { consentForms } from './parameters.ts';

const parameters = {
  forms: consentForms,
  told: optional(describe('What a notice that names the recipient has to tell before.', list(noticeItem, 50))),
  exceptBases: optional(describe('Legal bases on which no consent is needed.', list(term('legalBasis'), 50))),
  exceptKinds: optional(
    describe('Recipients that only act for the controller, or that the law itself names.', list(recipientKind, 12)),
  ),
};

export const shrPi = defineRuleKind({
  id: 'SHR-PI',
  finds: ['SHR-PI'],
  topic: 'sharing',
  judges: [PersonalDataShared],
  description: 'Whether people were told who gets their data, and consented to just that.',
  source: 'A8 SHR-PI; PIPL Art. 13, 21, 23',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, context: RuleContext, { basis, parameters: of }: BoundRule<typeof parameters>) {
  const act = actFrom(fact);
  if (act === undefined || !isFact(fact, PersonalDataShared) || isStatistical(fact)) return undefined;
  const { recipientKind: kind, legalBasis, recipient } = fact.fields;
  if (of.exceptKinds?.includes(kind) === true) return undefined;
  const answer = { rule: 'SHR-PI', bases: [basis] } as const;
  const told =
    of.told === undefined
      ? undefined
      : askNotice(context, { at: fact.at, recipient, items: of.told, noticeRef: act.noticeRef });
  if (told !== undefined && told.outcome !== 'conforms') return { ...answer, ...told } satisfies RuleResult;
  const evidence = told?.evidence ?? [];
  if (legalBasis !== undefined && of.exceptBases?.includes(legalBasis) === true) {
    return { ...answer, outcome: 'conforms', evidence } satisfies RuleResult;
  }
  const consent = askConsent(context, needOf(act, of.forms));
  return { ...answer, ...consent, evidence: [...evidence, ...consent.evidence] } satisfies RuleResult;
}
