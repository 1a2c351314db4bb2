import { ImpactAssessmentRecorded } from '../../breach/impact-assessment.ts';
import { lawmakersOver } from '../../deadline/law.ts';
import { country, describe, flag, list, optional } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { PersonalDataExported, PersonalDataShared } from '../../processing/handing-over.ts';
import { ACTS, actFrom } from '../act.ts';
import type { Act } from '../act.ts';
import { isAmong } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleContext, RuleResult, Setting } from '../rule-kind.ts';
import { sensitiveCategories } from '../sensitivity.ts';
import { isStatistical } from '../statistics.ts';
import type { ImpactAssessment } from '../state/activity-state.ts';
import { sensitivityLaw } from './parameters.ts';

const { of: occasion } = ImpactAssessmentRecorded.fields.occasions;

const parameters = {
  occasions: describe('What makes an assessment due.', list(occasion, 8)),
  sensitiveUnder: optional(describe('Law whose list of sensitive data counts.', sensitivityLaw)),
  exportedFrom: optional(describe('Of exports only what leaves this country.', country)),
  significantOnly: optional(describe('Of automated decisions only those that affect the person significantly.', flag)),
};

type Row = BoundRule<typeof parameters>;
type Occasion = Row['parameters']['occasions'][number];

export const actAssessed = defineRuleKind({
  id: 'ACT-ASSESSED',
  finds: ['ACT-ASSESSED'],
  topic: 'security',
  judges: ACTS,
  description: 'Whether what an act means for people had been assessed before, where the act makes that due.',
  source: 'PIPL Art. 55; GDPR Art. 35',
  parameters,
  compile,
});

function compile(rules: readonly Row[], { vocabulary }: Setting): Check {
  const prepared = rules.map((rule) => {
    const { sensitiveUnder: under } = rule.parameters;
    return { rule, sensitive: under === undefined ? NOTHING : sensitiveCategories(vocabulary, { under }) };
  });
  return (fact, context) => {
    const act = actFrom(fact);
    if (act === undefined || isStatistical(fact)) return undefined;
    return prepared.flatMap(({ rule, sensitive }) =>
      rule.parameters.occasions
        .filter((one) => isDue(one, { fact, act, sensitive, rule }))
        .map((one) => ask(one, act, context, rule)),
    );
  };
}

const NOTHING: ReadonlySet<string> = new Set();

const leaves = (fromCountry: string, from: string | undefined): boolean =>
  from === undefined || lawmakersOver(fromCountry).includes(from);

interface Asked {
  readonly fact: Fact;
  readonly act: Act;
  readonly sensitive: ReadonlySet<string>;
  readonly rule: Row;
}

function isDue(one: Occasion, { fact, act, sensitive, rule }: Asked): boolean {
  switch (one) {
    case 'sensitive':
      return act.kind === 'collect' && act.categories.some((category) => sensitive.has(category));
    case 'automatedDecision': {
      const decision = isFact(fact, PersonalDataUsed) ? fact.fields.automatedDecision : undefined;
      return decision !== undefined && (rule.parameters.significantOnly !== true || decision.significant);
    }
    case 'entrust':
      return isFact(fact, PersonalDataShared) && fact.fields.recipientKind === 'processor';
    case 'provide':
      // Whoever has the power to demand data is no other handler.
      return isFact(fact, PersonalDataShared) && !['processor', 'authority'].includes(fact.fields.recipientKind);
    case 'publish':
      return act.kind === 'publish';
    case 'export':
      return isFact(fact, PersonalDataExported) && leaves(fact.fields.fromCountry, rule.parameters.exportedFrom);
    case 'majorEffect':
    case 'highRisk':
      // That an effect is major or a risk high, no act says of itself.
      return false;
  }
}

function ask(one: Occasion, act: Act, { controller, vocabulary }: RuleContext, { basis }: Row): RuleResult {
  const answer = { rule: 'ACT-ASSESSED', bases: [basis], evidence: [] } as const;
  const named = act.impactAssessmentRef;
  const covers = (made: ImpactAssessment): boolean =>
    made.at <= act.at &&
    (made.occasions.includes(one) || made.assessment === named) &&
    (made.function === undefined || act.function === undefined || made.function === act.function) &&
    (made.recipient === undefined || made.recipient === act.recipient) &&
    (made.purposes === undefined || act.purposes.every((purpose) => made.purposes?.includes(purpose))) &&
    (made.categories === undefined ||
      act.categories.every((category) => isAmong(vocabulary, made.categories ?? [], category)));
  const made = controller.impactAssessments.findLast(covers);
  if (made !== undefined) return { ...answer, outcome: 'conforms', evidence: [made.id] };
  if (named !== undefined && !controller.impactAssessments.some(({ assessment }) => assessment === named)) {
    const missing = { code: 'impactAssessmentNotOnFile', params: { assessment: named } } as const;
    return { ...answer, outcome: 'gap', missing };
  }
  return { ...answer, outcome: 'violates', missing: { code: 'impactAssessmentMissing', params: { occasion: one } } };
}
