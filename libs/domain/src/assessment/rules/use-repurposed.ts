import { describe, flag, list, optional, term, terms } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { actFrom } from '../act.ts';
import type { Act } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { exceptionFor } from '../consent-exception.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { declaredBefore } from '../state/holding-state.ts';
import { consentForms } from './parameters.ts';

const parameters = {
  forms: consentForms,
  orNotified: optional(describe('A notice that told the other purpose before is enough as well.', flag)),
  exceptBases: optional(
    describe('Legal bases on which no consent is needed, such as a duty by law.', list(term('legalBasis'), 50)),
  ),
  exceptPurposes: optional(describe('Purposes that go together with any other, such as research.', terms('purpose'))),
};

export const useRepurposed = defineRuleKind({
  id: 'USE-REPURPOSED',
  finds: ['USE-PURPOSE'],
  topic: 'purposes',
  judges: [PersonalDataUsed],
  description:
    'Whether data is used for what it was collected for, or with consent to something else. Where its collection is not on file, nothing is said.',
  source: 'A8 USE-PURPOSE; KAMO-P1; PIPL Art. 14(2); GDPR Art. 5(1)(b), 6(4)',
  parameters,
  compile:
    (rules, setting): Check =>
    (fact, context) =>
      rules.flatMap((rule) => ask(fact, context, rule, setting) ?? []),
});

function ask(
  fact: Fact,
  context: RuleContext,
  { basis, parameters: of }: BoundRule<typeof parameters>,
  { exceptions }: Setting,
): RuleResult | undefined {
  const act = actFrom(fact);
  if (act === undefined || exceptionFor(exceptions, act.exceptionRef, 'use') !== undefined) return undefined;
  if (act.legalBasis !== undefined && of.exceptBases?.includes(act.legalBasis) === true) return undefined;
  const evidence = new Set<string>();
  const categories = new Set<string>();
  const others = new Set<string>();
  for (const holding of context.subject.holdings) {
    const { category } = holding;
    if (!act.categories.includes(category)) continue;
    const purposes = declaredBefore(holding.purposes, act);
    const came = purposes.at(-1);
    if (came === undefined) continue;
    const beyond = act.purposes.filter(
      (purpose) => !purposes.some(({ term }) => term === purpose) && of.exceptPurposes?.includes(purpose) !== true,
    );
    if (beyond.length === 0) continue;
    evidence.add(came.id);
    categories.add(category);
    for (const purpose of beyond) others.add(purpose);
  }
  if (categories.size === 0) return undefined;
  const notices = of.orNotified === true ? tellingOf(act, [...others], context) : undefined;
  if (notices !== undefined) {
    return { rule: 'USE-PURPOSE', bases: [basis], outcome: 'conforms', evidence: [...evidence, ...notices] };
  }
  const consent = askConsent(context, needOf(act, of.forms, { categories: [...categories], purposes: [...others] }));
  return { rule: 'USE-PURPOSE', bases: [basis], ...consent, evidence: [...evidence, ...consent.evidence] };
}

/** Notices given before that told every one of the purposes; left out: some purpose was not told. */
function tellingOf(
  { at }: Act,
  purposes: readonly string[],
  { subject, controller }: RuleContext,
): readonly string[] | undefined {
  const before = [...subject.notices, ...controller.notices].filter((notice) => notice.at <= at);
  const telling = purposes.map((purpose) => before.find(({ said }) => said.purposes.includes(purpose))?.id);
  return telling.every((id) => id !== undefined) ? telling : undefined;
}
