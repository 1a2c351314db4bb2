import { describe, flag, optional } from '../../event-definition.ts';
import { PersonalDataAnonymized } from '../../processing/leaving-scope.ts';
import { ACTS, actFrom } from '../act.ts';
import type { Act } from '../act.ts';
import { touches } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import type { ScopeChange } from '../state/deletion-state.ts';
import { isCollectedAgain } from '../state/holding-state.ts';

const parameters = {
  attested: optional(describe('Somebody has to vouch that it cannot be restored.', flag)),
};

export const anonExit = defineRuleKind({
  id: 'ANON-EXIT',
  finds: ['ANON-EXIT'],
  topic: 'anonymisation',
  judges: [PersonalDataAnonymized, ...ACTS],
  description:
    'Whether data that was anonymized is named as that of a person again. Only re-identification that is reported brings it back.',
  source: 'A8 ANON-EXIT; CLEX-R4; KAAD [L45]; PIPL Art. 4, 73(4); GDPR Rec. 26',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, context: RuleContext, { basis, parameters: of }: BoundRule<typeof parameters>) {
  const answer = { rule: 'ANON-EXIT', bases: [basis] } as const;
  if (isFact(fact, PersonalDataAnonymized)) {
    const { attestation, categories } = fact.fields;
    if (of.attested !== true) return undefined;
    if (attestation !== undefined) return { ...answer, outcome: 'conforms', evidence: [] } satisfies RuleResult;
    const missing = { code: 'irreversibilityNotAttested', params: { categories } } as const;
    return { ...answer, outcome: 'gap', evidence: [], missing } satisfies RuleResult;
  }
  const act = actFrom(fact);
  if (act === undefined || act.kind === 'collect') return undefined;
  const { subject, controller } = context;
  for (const change of [...subject.anonymized, ...controller.anonymized]) {
    const categories = change.at <= act.at ? outOfScope(act, change, context) : [];
    if (categories.length === 0) continue;
    const missing = { code: 'anonymizedNamed', params: { categories } } as const;
    return { ...answer, outcome: 'violates', evidence: [change.id], missing } satisfies RuleResult;
  }
  return undefined;
}

/** Categories of the act that left the scope and did not come back: neither collected again nor tied to the person again. */
function outOfScope(act: Act, change: ScopeChange, { subject, controller, vocabulary }: RuleContext) {
  // Where only some data sets were anonymized, data that may come from another one is still personal.
  const { datasets } = change;
  if (datasets !== undefined && act.datasets?.every((one) => datasets.includes(one)) !== true) return [];
  const back = [...subject.reidentified, ...controller.reidentified].filter(
    ({ at }) => at >= change.at && at <= act.at,
  );
  return act.categories.filter(
    (category) =>
      touches(vocabulary, change.categories, category) &&
      !isCollectedAgain(subject, category, change.at, act.at) &&
      !back.some((one) => touches(vocabulary, one.categories, category)),
  );
}
