import { ImpactAssessmentRecorded } from '../../breach/impact-assessment.ts';
import { count, describe, optional } from '../../event-definition.ts';
import { daysIn } from '../days.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind } from '../rule-kind.ts';
import type { BoundRule, Check, RuleResult, Setting } from '../rule-kind.ts';
import type { Missing } from '../missing.ts';

const { of: contents } = ImpactAssessmentRecorded.fields.contents;

const parameters = {
  contents: describe('What an assessment has to look at.', contents),
  keptYears: optional(describe('For how many years its report is kept at least.', count)),
};

type Row = BoundRule<typeof parameters>;

export const assessmentContent = defineRuleKind({
  id: 'ASSESSMENT-CONTENT',
  finds: ['ACT-ASSESSED'],
  topic: 'security',
  judges: [ImpactAssessmentRecorded],
  description: 'Whether an impact assessment looked at what it has to, and its report is kept long enough.',
  source: 'PIPL Art. 56; GDPR Art. 35(7)',
  parameters,
  compile: (rules, setting: Setting): Check => {
    const dayOf = daysIn(setting);
    return (fact) => rules.flatMap((rule) => ask(fact, rule, dayOf));
  },
});

function ask(fact: Fact, { basis, parameters: of }: Row, dayOf: (at: number) => string): readonly RuleResult[] {
  if (!isFact(fact, ImpactAssessmentRecorded)) return [];
  const { assessment, contents: lookedAt, retainUntil, carriedOutAt } = fact.fields;
  const answer = { rule: 'ACT-ASSESSED', bases: [basis], evidence: [] } as const;
  const kept = of.keptYears === undefined ? undefined : yearsAfter(dayOf(Date.parse(carriedOutAt)), of.keptYears);
  const lacking = of.contents.filter((one) => lookedAt?.includes(one) !== true);
  const violation = (missing: Missing): RuleResult => ({ ...answer, outcome: 'violates', missing });
  if (lookedAt !== undefined && lacking.length > 0) {
    return [violation({ code: 'assessmentLacks', params: { assessment, contents: lacking } })];
  }
  if (kept !== undefined && retainUntil !== undefined && retainUntil < kept) {
    return [violation({ code: 'assessmentKeptTooShort', params: { assessment, until: kept } })];
  }
  const open = [
    ...(lookedAt === undefined ? ['contents'] : []),
    ...(kept !== undefined && retainUntil === undefined ? ['retainUntil'] : []),
  ];
  if (open.length === 0) return [{ ...answer, outcome: 'conforms' }];
  const missing = { code: 'assessmentNotDeclared', params: { assessment, items: open } } as const;
  return [{ ...answer, outcome: 'gap', missing }];
}

/** The same day so many years later; days are compared as text, so that 29 February needs no care. */
function yearsAfter(day: string, years: number): string {
  return `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`;
}
