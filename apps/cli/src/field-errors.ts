import type { Problem } from '#libs/sdk';
import { printable } from './terminal/printable.ts';

/** What is wrong in a request, a line each: where, what, and what to do about it. */
export function fieldErrorLines(problem: Pick<Problem, 'errors'> | undefined): readonly string[] {
  return (problem?.errors ?? []).map(({ pointer, message, action }) => {
    const place = pointer === '' ? '(the whole)' : pointer;
    return printable(`  ${place}: ${message}${action === undefined ? '' : ` ${action}`}`);
  });
}
