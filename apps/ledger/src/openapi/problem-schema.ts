import { PROBLEM_BASE, PROBLEMS } from '../problems/problem-catalogue.ts';
import { referenceToSchema } from '../validation/documented.ts';
import type { JsonSchema } from '../validation/satisfies.ts';

const fieldError = referenceToSchema('ProblemFieldError', {
  type: 'object',
  description: 'One thing that is wrong in a request. What was sent is not repeated.',
  required: ['pointer', 'code', 'message'],
  additionalProperties: false,
  properties: {
    pointer: {
      type: 'string',
      description: 'JSON pointer (RFC 6901) into the body, or `/<parameter>`. Empty for the whole.',
    },
    code: { type: 'string', description: 'Stable.' },
    message: { type: 'string' },
    action: { type: 'string' },
    line: {
      type: 'integer',
      minimum: 1,
      description: 'In a text that people write, such as a policy: counted from 1.',
    },
    column: { type: 'integer', minimum: 1, description: 'Counted from 1.' },
  },
});

const properties: JsonSchema = {
  type: { type: 'string', format: 'uri', description: `\`${PROBLEM_BASE}<code>\`` },
  title: { type: 'string' },
  status: { type: 'integer' },
  code: { type: 'string', enum: Object.keys(PROBLEMS), description: 'Stable: compare this. See docs/problems.md.' },
  detail: { type: 'string' },
  action: { type: 'string', description: 'What the caller can do.' },
  errors: { type: 'array', items: fieldError },
};

const required = ['type', 'title', 'status', 'code', 'action'];

/** The answer to a whole request that is refused: RFC 9457 with our extension members. */
export const PROBLEM = referenceToSchema('Problem', {
  type: 'object',
  description: 'A refusal (RFC 9457). Nothing the caller sent is repeated in it.',
  required: [...required, 'requestId'],
  additionalProperties: false,
  properties: {
    ...properties,
    requestId: { type: 'string', format: 'uuid', description: 'Finds the request in the logs of the ledger.' },
  },
});

/** The same for one report among several. */
export const ITEM_PROBLEM = referenceToSchema('ItemProblem', {
  type: 'object',
  description: 'Why one report of several is refused (RFC 9457).',
  required,
  additionalProperties: false,
  properties,
});
