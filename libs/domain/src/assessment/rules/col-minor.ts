import { count, describe, flag, list, optional, term } from '../../event-definition.ts';
import { ACTS, actFrom } from '../act.ts';
import type { Act } from '../act.ts';
import { askAge } from '../age-answer.ts';
import { askConsent, EVERY_FORM, needOf } from '../consent-answer.ts';
import type { Fact } from '../fact.ts';
import { basesOf, basisAmong } from '../legal-basis-answer.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { acts, consentForms, functions } from './parameters.ts';

const parameters = {
  under: describe('Age in years under which a guardian has to consent.', count),
  forms: consentForms,
  verified: optional(describe('The guardian must have been verified before.', flag)),
  acts: acts('Acts it is asked for.'),
  functions,
  lowest: optional(describe('Age in years the law lets a country set instead, which is not known here.', count)),
  onlyBases: optional(
    describe('Only of acts that rest on one of these legal bases, such as consent.', list(term('legalBasis'), 50)),
  ),
  exceptBases: optional(
    describe(
      'Legal bases on which no guardian needs to consent, such as the law itself.',
      list(term('legalBasis'), 50),
    ),
  ),
};

export const colMinor = defineRuleKind({
  id: 'COL-MINOR',
  finds: ['COL-MINOR'],
  topic: 'minors',
  judges: ACTS,
  description: 'Whether a guardian consented for somebody too young to. An unknown age is no adult age.',
  source: 'A8 COL-MINOR; PIPL Art. 31; GDPR Art. 8; KAAD-M1, M2; KAMO-M1, M2; KAID-M1',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, context: RuleContext, { basis, parameters: of }: BoundRule<typeof parameters>) {
  const act = actFrom(fact);
  if (act === undefined || !of.acts.includes(act.kind)) return undefined;
  if (of.functions !== undefined && !(act.function !== undefined && of.functions.includes(act.function)))
    return undefined;
  if (act.legalBasis !== undefined && of.exceptBases?.includes(act.legalBasis) === true) return undefined;
  if (of.onlyBases !== undefined && !restsOn(of.onlyBases, act, context)) return undefined;
  const { under, lowest } = of;
  const age = askAge(context.subject, under, fact.at);
  const answer = { rule: 'COL-MINOR', bases: [basis] } as const;
  if (age.state === 'notYounger')
    return { ...answer, outcome: 'conforms', evidence: [age.evidence] } satisfies RuleResult;
  const consent = askConsent(context, needOf(act, of.forms, { givers: ['guardian'] }));
  if (consent.outcome !== 'conforms' && age.state === 'unknown') {
    const missing = { code: 'ageUnknown', params: { under } } as const;
    return { ...answer, outcome: 'gap', evidence: [], missing } satisfies RuleResult;
  }
  const isBetween = lowest !== undefined && askAge(context.subject, lowest, fact.at).state !== 'younger';
  if (consent.outcome !== 'conforms' && age.state === 'younger' && isBetween) {
    const missing = { code: 'ageLimitNotKnown', params: { under, lowest } } as const;
    return { ...answer, outcome: 'gap', evidence: [age.evidence], missing } satisfies RuleResult;
  }
  const evidence = [...(age.state === 'unknown' ? [] : [age.evidence]), ...consent.evidence];
  if (consent.outcome !== 'conforms') return { ...answer, ...consent, evidence } satisfies RuleResult;
  if (of.verified !== true) return { ...answer, outcome: 'conforms', evidence } satisfies RuleResult;
  const check = context.subject.guardians.findLast(({ at }) => at <= fact.at);
  if (check === undefined) {
    const missing = { code: 'guardianNotVerified', params: { under } } as const;
    return { ...answer, outcome: 'violates', evidence, missing } satisfies RuleResult;
  }
  return { ...answer, outcome: 'conforms', evidence: [...evidence, check.id] } satisfies RuleResult;
}

/** By what is declared, or by there being consent where nothing is. */
function restsOn(bases: readonly string[], act: Act, context: RuleContext): boolean {
  const declared = basesOf(act, context);
  if (declared.length > 0) return basisAmong(declared, bases) !== undefined;
  return askConsent(context, needOf(act, EVERY_FORM)).outcome === 'conforms';
}
