import type { Problem } from '#libs/sdk';
import { printable } from './terminal/printable.ts';

/** What is wrong in a request, a line each: where (in a text that people write, its line and column first), what, and what to do. */
export function fieldErrorLines(problem: Pick<Problem, 'errors'> | undefined): readonly string[] {
  return (problem?.errors ?? []).map(({ pointer, message, action, line, column }) => {
    const place = pointer === '' ? '(the whole)' : pointer;
    const inText = line === undefined || column === undefined ? '' : `${String(line)}:${String(column)} `;
    return printable(`  ${inText}${place}: ${message}${action === undefined ? '' : ` ${action}`}`);
  });
}
