import { count, describe, flag, optional, term, terms, list } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { ACTS, actFrom } from '../act.ts';
import type { Act } from '../act.ts';
import { askAge } from '../age-answer.ts';
import { isAmong } from '../categories.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { basesOf, basesOnFile, basisAmong } from '../legal-basis-answer.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { sensitiveCategories } from '../sensitivity.ts';
import { acts, consentForms, sensitivityLaw } from './parameters.ts';

const parameters = {
  under: optional(describe('Law whose list of sensitive data counts.', sensitivityLaw)),
  categories: optional(describe('What the policy itself counts as sensitive, beside that.', terms('category'))),
  minorsUnder: optional(describe('All data of people known to be younger is sensitive, in years.', count)),
  listedOnly: optional(describe('Only what the lists have, whatever the company itself treats as sensitive.', flag)),
  acts: optional(acts('Acts it is about. Left out: to collect.')),
  forms: optional(consentForms),
  necessityExplained: optional(describe('A notice before must say why it is necessary and what it means.', flag)),
  exceptBases: optional(describe('Legal bases on which no consent is needed.', list(term('legalBasis'), 50))),
};

type Row = BoundRule<typeof parameters>;

export const colSensitive = defineRuleKind({
  id: 'COL-SENSITIVE',
  finds: ['COL-SENSITIVE'],
  topic: 'sensitive',
  judges: ACTS,
  description:
    'Whether sensitive data was collected, or processed in another way, with the consent and the explanation it needs.',
  source: 'A8 COL-SENSITIVE; PIPL Art. 28-30; GDPR Art. 9; KAMO-C9',
  parameters,
  compile,
});

function compile(rules: readonly Row[], setting: Setting): Check {
  const prepared = rules.map((rule) => ({ rule, sensitive: sensitiveCategories(setting.vocabulary, rule.parameters) }));
  return (fact, context) => prepared.flatMap(({ rule, sensitive }) => ask(fact, context, rule, sensitive));
}

function ask(fact: Fact, context: RuleContext, rule: Row, sensitive: ReadonlySet<string>): readonly RuleResult[] {
  const act = actFrom(fact);
  if (act === undefined || !(rule.parameters.acts ?? USUAL).includes(act.kind)) return [];
  const named = rule.parameters.listedOnly === true ? [] : namedSensitive(fact);
  const categories = isMinor(act, context, rule)
    ? act.categories
    : act.categories.filter((category) => sensitive.has(category) || named.includes(category));
  if (categories.length === 0) return [];
  const { forms, necessityExplained, exceptBases } = rule.parameters;
  const answer = { rule: 'COL-SENSITIVE', bases: [rule.basis] } as const;
  const results: RuleResult[] = [];
  // A condition of its own for sensitive data stands beside the legal basis, and often in the register only.
  const declared = [...basesOf(act, context), ...basesOnFile(act, context)];
  if (forms !== undefined && basisAmong(declared, exceptBases) === undefined) {
    results.push({ ...answer, ...askConsent(context, needOf(act, forms, { categories })) });
  }
  if (necessityExplained === true) {
    const evidence = new Set<string>();
    const unexplained = categories.filter((category) => {
      const notice = [...context.subject.notices, ...context.controller.notices].find(
        ({ at, said }) =>
          at <= fact.at &&
          isAmong(context.vocabulary, said.categories ?? [], category) &&
          (said.necessityExplained === true || said.items?.includes('necessity') === true),
      );
      if (notice !== undefined) evidence.add(notice.id);
      return notice === undefined;
    });
    const explained = { ...answer, evidence: [...evidence] };
    results.push(
      unexplained.length === 0
        ? { ...explained, outcome: 'conforms' }
        : {
            ...explained,
            outcome: 'violates',
            missing: { code: 'necessityNotExplained', params: { categories: unexplained } },
          },
    );
  }
  return results;
}

const USUAL: readonly string[] = ['collect'];

function isMinor({ at }: Act, { subject }: RuleContext, { parameters: { minorsUnder } }: Row): boolean {
  return minorsUnder !== undefined && askAge(subject, minorsUnder, at).state === 'younger';
}

/** What the company itself says to be sensitive. */
function namedSensitive(fact: Fact): readonly string[] {
  if (!isFact(fact, PersonalDataCollected)) return [];
  return fact.fields.categories.filter((one) => one.sensitive === true).map(({ category }) => category);
}
