import { positionAt } from '../position-at.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';

/** Up to where in the log counts what was known at an instant, of what the pages of a query may show. */
export async function knownPosition(
  { query }: ReadModelDatabase,
  { knownAt, head }: { readonly knownAt: number | undefined; readonly head: number },
): Promise<number> {
  return knownAt === undefined ? head : positionAt(query, knownAt, head);
}
