import { describe, list, optional, reference, terms } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { identifiability } from '../../standard-fields.ts';
import { isAmong } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import { recipientKinds } from './parameters.ts';

const parameters = {
  recipients: optional(describe('Recipients it is about, by their ids.', list(reference, 50))),
  recipientKinds,
  identifiability: optional(
    describe('How identifiable the data may be. Left out: in any way.', list(identifiability, 3)),
  ),
  categories: optional(describe('What they may have. Left out: anything.', terms('category'))),
  purposes: optional(describe('What for. Left out: anything.', terms('purpose'))),
};

export const shrNamed = defineRuleKind({
  id: 'SHR-NAMED',
  finds: ['SHR-NAMED'],
  topic: 'sharing',
  judges: [PersonalDataShared],
  description: 'Whether a recipient the policy speaks of by name or kind got only what the policy lets it have.',
  source: 'A8 SHR-NAMED; KAAD-D7; KAAY-D4, D4m',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, { vocabulary }: RuleContext, { basis, parameters: of }: BoundRule<typeof parameters>) {
  if (!isFact(fact, PersonalDataShared)) return undefined;
  const { recipient, recipientKind: kind, identifiability: was, categories, purposes } = fact.fields;
  if (of.recipients?.includes(recipient) === false || of.recipientKinds?.includes(kind) === false) return undefined;
  const answer = { rule: 'SHR-NAMED', bases: [basis], evidence: [] } as const;
  if (of.identifiability?.includes(was) === false) {
    const params = { recipient, allowed: of.identifiability, was };
    return { ...answer, outcome: 'violates', missing: { code: 'tooIdentifiable', params } } satisfies RuleResult;
  }
  const more = categories.filter(
    (category) => of.categories !== undefined && !isAmong(vocabulary, of.categories, category),
  );
  if (more.length > 0) {
    const params = { recipient, categories: more };
    return { ...answer, outcome: 'violates', missing: { code: 'beyondListed', params } } satisfies RuleResult;
  }
  const others = purposes.filter((purpose) => of.purposes?.includes(purpose) === false);
  if (others.length > 0) {
    const params = { recipient, purposes: others };
    return { ...answer, outcome: 'violates', missing: { code: 'purposeBeyond', params } } satisfies RuleResult;
  }
  return { ...answer, outcome: 'conforms' } satisfies RuleResult;
}
