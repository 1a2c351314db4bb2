import type { JsonSchema } from '../validation/satisfies.ts';
import { PROBLEMS } from '../problems/problem-catalogue.ts';

/** RFC 9457 with our extension members, as a component schema. */
export const PROBLEM_SCHEMA: JsonSchema = {
  type: 'object',
  description: 'A refusal (RFC 9457). Nothing the caller sent is repeated in it. See docs/problems.md.',
  required: ['type', 'title', 'status', 'code', 'action'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'https://personal-data-ledger.org/problems/<code>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(PROBLEMS), description: 'Compare this.' },
    detail: { type: 'string' },
    action: { type: 'string', description: 'What the caller can do.' },
    requestId: {
      type: 'string',
      format: 'uuid',
      description: 'Finds the request in the logs. Not in items of a batch.',
    },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON pointer (RFC 6901) to what is wrong.' },
          code: { type: 'string' },
          message: { type: 'string' },
          action: { type: 'string' },
        },
      },
    },
  },
};
