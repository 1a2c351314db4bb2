import { recordTypes } from '#libs/domain';
import type { ProblemFieldError } from '../problems/index.ts';

/** What is told of a record, or of a question about one, that is of no type there is. */
export const UNKNOWN_TYPE: ProblemFieldError = {
  pointer: '/type',
  code: 'unknownType',
  message: 'must be the name of a record type',
  action: `Use one of: ${[...recordTypes.keys()].join(', ')}.`,
};
