import type { RequestLimit } from '../operations/metrics.ts';
import { ProblemError } from '../problems/index.ts';

const DETAILS: { readonly [L in RequestLimit]: string } = {
  requests: 'This credential has used up its requests per second.',
  records: 'This credential has used up its records per minute.',
  subjects: 'This credential has looked at as many different subjects as it may for now.',
};

/** RFC 6585 §4. Whole seconds, never 0: that would be an invitation to try at once. */
export const limitRefusal = (limit: RequestLimit, waitMs: number): ProblemError =>
  new ProblemError('tooManyRequests', {
    detail: DETAILS[limit],
    headers: { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1_000))) },
  });
