import { terms, describe } from '../../event-definition.ts';
import { PersonalDataUsed } from '../../processing/collection-and-use.ts';
import { PersonalDataPubliclyDisclosed, PersonalDataShared } from '../../processing/handing-over.ts';
import { actFrom } from '../act.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, Context, RuleResult } from '../rule-kind.ts';
import { combinationOf } from '../state/combination-state.ts';

const parameters = {
  nonPersonal: describe('Categories that tell nobody who they are about, unless combined.', terms('category')),
};

export const useCombined = defineRuleKind({
  id: 'USE-COMBINED',
  finds: ['USE-COMBINED'],
  topic: 'anonymisation',
  judges: [PersonalDataUsed, PersonalDataShared, PersonalDataPubliclyDisclosed],
  description: 'Whether combined data was treated as personal for as long as the combination lasts.',
  source: 'A8 USE-COMBINED; KAAD-C7',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, { subject, controller }: Context, rule: BoundRule<typeof parameters>): RuleResult | undefined {
  const act = actFrom(fact);
  if (act === undefined) return undefined;
  const combinedAt = (dataset: string) =>
    combinationOf(subject, dataset, fact.at) ?? combinationOf(controller, dataset, fact.at);
  const answer = { rule: 'USE-COMBINED', bases: [rule.basis] } as const;
  const { nonPersonal } = rule.parameters;
  if (act.categories.every((category) => nonPersonal.includes(category))) {
    for (const dataset of act.datasets ?? []) {
      const combination = combinedAt(dataset);
      if (combination === undefined) continue;
      const missing = { code: 'combinedIsPersonal', params: { dataset } } as const;
      return { ...answer, outcome: 'violates', evidence: [combination.id], missing };
    }
  }
  const combinedWith = isFact(fact, PersonalDataUsed) ? fact.fields.combinedWith : undefined;
  if (combinedWith === undefined) return undefined;
  const combination = combinedAt(combinedWith);
  if (combination !== undefined) return { ...answer, outcome: 'conforms', evidence: [combination.id] };
  const missing = { code: 'combinationNotRecorded', params: { dataset: combinedWith } } as const;
  return { ...answer, outcome: 'gap', evidence: [], missing };
}
