import { describe, list, reference, terms } from '../../event-definition.ts';
import { PersonalDataCollected } from '../../processing/collection-and-use.ts';
import { FunctionUnavailable } from '../../processing/function-unavailable.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import { isAmong } from '../categories.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';

const parameters = {
  functions: describe('Functions that are to be had without registering.', list(reference, 50)),
  categories: describe('Data that must not be asked for them.', terms('category')),
};

export const colBrowse = defineRuleKind({
  id: 'COL-BROWSE',
  finds: ['COL-BROWSE'],
  topic: 'collection',
  judges: [PersonalDataCollected, FunctionUnavailable],
  description: 'Whether somebody who only looks around was asked for what registering needs.',
  source: 'A8 COL-BROWSE; CLEX-C7; KAAD-C4; PIPL Art. 16',
  parameters,
  compile: eachRule(ask),
});

function ask(
  fact: Fact,
  { vocabulary }: RuleContext,
  { basis, parameters: { functions, categories } }: BoundRule<typeof parameters>,
) {
  const asked = askedFor(fact, categories);
  if (asked === undefined || !functions.includes(asked.function)) return undefined;
  const forbidden = asked.categories.filter((category) => isAmong(vocabulary, categories, category));
  if (forbidden.length === 0) return undefined;
  const params = { function: asked.function, categories: forbidden };
  const result: RuleResult = {
    rule: 'COL-BROWSE',
    outcome: 'violates',
    bases: [basis],
    evidence: [],
    missing: { code: 'browsingNeedsNothing', params },
  };
  return result;
}

interface Asked {
  readonly function: string;
  readonly categories: readonly string[];
}

/** Where a function was refused for want of data, and the record does not say which, any data was too much. */
function askedFor(fact: Fact, any: readonly string[]): Asked | undefined {
  if (isFact(fact, PersonalDataCollected)) {
    return { function: fact.fields.function, categories: fact.fields.categories.map(({ category }) => category) };
  }
  if (!isFact(fact, FunctionUnavailable)) return undefined;
  const { function: of, reason, categories = any } = fact.fields;
  const isForData = reason === 'requiredMissing' || reason === 'optionalRefused' || reason === 'consentRefused';
  return isForData ? { function: of, categories } : undefined;
}
