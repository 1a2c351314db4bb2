import { describe, list, oneOf, optional, reference, terms } from '../../event-definition.ts';
import { functions, sourceKind } from './parameters.ts';

/** What one row of a policy's list of collected data says. */
export const collectionParameters = {
  functions,
  categories: optional(describe('What is collected. Left out: anything.', terms('category'))),
  sources: optional(describe('Where it may come from. Left out: anywhere.', list(sourceKind, 7))),
  sourceNames: optional(describe('Which partner or platform, by its slug. Left out: any.', list(reference, 50))),
  necessity: optional(
    describe(
      'Whether the function works without it. Left out: the policy does not say.',
      oneOf('required', 'optional', 'automatic'),
    ),
  ),
};
