import { describe, list, oneOf, optional, reference } from '../../event-definition.ts';
import type { FieldValues } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, Context, RuleResult } from '../rule-kind.ts';
import { sourceKind } from './parameters.ts';

const parameters = {
  sources: describe('Sources it is about.', list(sourceKind, 7)),
  sourceNames: optional(describe('Which of them, by slug. Left out: all.', list(reference, 50))),
  disclosed: optional(
    describe('What people must be told of the source.', list(oneOf('name', 'scenario', 'policyLink'), 3)),
  ),
  lawfulOrigin: optional(
    describe('`authorisation`: the source has to show that it may hand the data over.', oneOf('authorisation')),
  ),
};

type Row = BoundRule<typeof parameters>;
type Source = FactOf<(typeof PersonalDataCollected)['fields']>['fields']['source'];
type Item = NonNullable<FieldValues<typeof parameters>['disclosed']>[number];

export const colThirdParty = defineRuleKind({
  id: 'COL-THIRDPARTY',
  finds: ['COL-THIRDPARTY'],
  topic: 'collection',
  judges: [PersonalDataCollected],
  description: 'Whether a third party that data came from was disclosed, and may hand it over.',
  source: 'A8 COL-THIRDPARTY; CLEX-C6, S2; GDPR Art. 14(2)(f)',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, _context: Context, { basis, parameters: of }: Row): RuleResult | undefined {
  if (!isFact(fact, PersonalDataCollected)) return undefined;
  const { source } = fact.fields;
  if (!of.sources.includes(source.kind)) return undefined;
  if (of.sourceNames !== undefined && !of.sourceNames.includes(source.name ?? '')) return undefined;
  const answer = { rule: 'COL-THIRDPARTY', bases: [basis], evidence: [] } as const;
  const items = (of.disclosed ?? []).filter((item) => !isDisclosed(item, source));
  if (items.length > 0) {
    return { ...answer, outcome: 'violates', missing: { code: 'sourceUndisclosed', params: { items } } };
  }
  if (of.lawfulOrigin !== undefined && source.authorisationRef === undefined) {
    return {
      ...answer,
      outcome: 'gap',
      missing: { code: 'authorisationNotDeclared', params: { source: source.kind } },
    };
  }
  return { ...answer, outcome: 'conforms' };
}

function isDisclosed(item: Item, { name, scenario, policyRef, policyLinkShown }: Source): boolean {
  switch (item) {
    case 'name':
      return name !== undefined;
    case 'scenario':
      return scenario !== undefined;
    case 'policyLink':
      return policyLinkShown ?? policyRef !== undefined;
  }
}
