import { ProblemError } from '../problems/index.ts';

/** Revisions at which somebody wants it done: these, or whichever it is at. */
export type WantedRevisions = 'any' | readonly number[];

const TAG = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const TAGS = new RegExp(`^${TAG}(?:[ \\t]*,[ \\t]*${TAG})*$`);

/**
 * RFC 9110 §13.1.1: `*`, or entity tags, which are compared strongly. A finding has one strong tag, the number of its revision.
 *
 * @throws ProblemError `preconditionRequired`, or `invalidHeader` for what is no list of entity tags
 */
export function revisionsIn(ifMatch: string | undefined): WantedRevisions {
  if (ifMatch === undefined) throw new ProblemError('preconditionRequired');
  const written = ifMatch.trim();
  if (written === '*') return 'any';
  if (!TAGS.test(written)) {
    throw new ProblemError('invalidHeader', {
      detail: 'The header `If-Match` is no entity tag.',
      action: 'Send the `ETag` of what was read, with its quotes, or `*`.',
    });
  }
  const tags = written.match(new RegExp(TAG, 'g')) ?? [];
  return tags.filter((tag) => /^"\d{1,15}"$/.test(tag)).map((tag) => Number(tag.slice(1, -1)));
}
