import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { actFrom } from '../act.ts';
import { askConsent, needOf } from '../consent-answer.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { consentForms } from './parameters.ts';

const parameters = { forms: consentForms };

export const colEmployer = defineRuleKind({
  id: 'COL-EMPLOYER',
  finds: ['COL-EMPLOYER'],
  topic: 'collection',
  judges: [PersonalDataCollected],
  description: 'Whether an employer who handed data over had warranted that its people authorised it.',
  source: 'A8 COL-EMPLOYER; KAAD-C1',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, context: RuleContext, rule: BoundRule<typeof parameters>): RuleResult | undefined {
  const act = actFrom(fact);
  if (act === undefined || !isFact(fact, PersonalDataCollected)) return undefined;
  const { source } = fact.fields;
  if (source.kind !== 'employer') return undefined;
  const answer = { rule: 'COL-EMPLOYER', bases: [rule.basis] } as const;
  const need = needOf(act, rule.parameters.forms, { givers: ['employerWarranty', 'subject'] });
  const asked = askConsent(context, need);
  if (asked.outcome === 'conforms') return { ...answer, ...asked };
  // A warranty that is a document of its own is named by the record.
  if (source.authorisationRef !== undefined) return { ...answer, outcome: 'conforms', evidence: [] };
  const { categories } = act;
  if (asked.missing?.code !== 'consentMissing') return { ...answer, ...asked };
  return { ...answer, ...asked, missing: { code: 'warrantyMissing', params: { categories } } };
}
