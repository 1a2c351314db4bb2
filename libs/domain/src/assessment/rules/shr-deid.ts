import { describe, flag, optional } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { exceptionFor } from '../consent-exception.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { consentForms, recipientKinds } from './parameters.ts';

const parameters = {
  recipientKinds,
  forms: consentForms,
  deidentifiedFree: optional(
    describe('Data that does not tell who it is about needs no consent, if the recipient cannot find out.', flag),
  ),
};

type Row = BoundRule<typeof parameters>;

export const shrDeid = defineRuleKind({
  id: 'SHR-DEID',
  finds: ['SHR-DEID'],
  topic: 'sharing',
  judges: [PersonalDataShared],
  description: 'Whether data was shared with consent, or so that the recipient cannot tell who it is about.',
  source: 'A8 SHR-DEID; KAAD-D1; against PIPL Art. 4, 23, 73',
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
  if (act === undefined || !isFact(fact, PersonalDataShared)) return undefined;
  const { recipient, recipientKind: kind, identifiability, reidentificationExcluded, ground } = fact.fields;
  // What the law demands is not shared on the policy's own terms.
  if (ground === 'legalRequirement' || of.recipientKinds?.includes(kind) === false) return undefined;
  const answer = { rule: 'SHR-DEID', bases: [basis], evidence: [] } as const;
  const exception = exceptionFor(setting.exceptions, act.exceptionRef, 'share');
  if (exception !== undefined) {
    return { ...answer, bases: [basis, exception.basis], outcome: 'conforms', lenient: true };
  }
  const consent = askConsent(context, needOf(act, of.forms));
  if (consent.outcome === 'conforms' || of.deidentifiedFree !== true || identifiability === 'identified') {
    return { ...answer, ...consent };
  }
  if (reidentificationExcluded === true) return { ...answer, outcome: 'conforms', lenient: true };
  const params = { recipient };
  return reidentificationExcluded === false
    ? { ...answer, outcome: 'violates', missing: { code: 'reidentificationNotExcluded', params } }
    : { ...answer, outcome: 'gap', missing: { code: 'reidentificationNotDeclared', params } };
}
