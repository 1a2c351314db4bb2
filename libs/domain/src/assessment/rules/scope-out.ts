import { country, describe, list, optional, reference, terms } from '../../event-definition.ts';
import { defineRuleKind } from '../rule-kind.ts';

/** Not asked like the others: `compilePolicy` reads its rows, and `inScope` takes what they name out of a fact first. */
export const scopeOut = defineRuleKind({
  id: 'SCOPE-OUT',
  finds: [],
  topic: 'scope',
  judges: [],
  description:
    'What the policy says it does not speak about: there it neither permits nor forbids, and the law decides.',
  source: 'CLEX-S3; KAAY-S3; KAAD-U2; A8 COL-FUNCTION',
  parameters: {
    categories: optional(describe('Categories it does not speak about.', terms('category'))),
    functions: optional(describe('Functions it does not speak about, whatever data they need.', list(reference, 50))),
    onlyIn: optional(
      describe('Countries it speaks about, for records that name the jurisdictions that apply.', list(country, 50)),
    ),
    exceptIn: optional(describe('Parts of them it does not speak about.', list(country, 50))),
  },
  compile: () => () => undefined,
});
