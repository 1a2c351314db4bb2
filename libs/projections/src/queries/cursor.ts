import { ProjectionError } from '../projection-error.ts';

/** Where a page ended, and what the pages before it were bound to. */
export interface PagePosition<After extends number | string = number> {
  /** The last entry looked at, by its position or by whatever else gives the order; the next page goes on behind it. */
  readonly after: After;
  /** Last position known when the first page was made: later entries belong to none of these pages. */
  readonly head: number;
  /** Tells a cursor of another query apart. */
  readonly query: string;
}

const CURSOR_VERSION = 1;
/** A cursor of ours is shorter; anything longer is not worth decoding. */
const CURSOR_LENGTH_MAX = 200;

/** Base64url of a JSON array `[version, after, head, query]`: opaque to callers, and ours to change. */
export function encodeCursor({ after, head, query }: PagePosition<number | string>): string {
  return Buffer.from(JSON.stringify([CURSOR_VERSION, after, head, query])).toString('base64url');
}

export const isPosition = (after: unknown): after is number => Number.isSafeInteger(after);

/**
 * @param query Must be the one the cursor was made for.
 * @param isAfter What the entries of such a query are ordered by.
 * @throws ProjectionError `invalidCursor`
 */
export function decodeCursor<After extends number | string>(
  cursor: string,
  query: string,
  isAfter: (after: unknown) => after is After,
): Omit<PagePosition<After>, 'query'> {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== 4 || parts[0] !== CURSOR_VERSION) throw invalid();
  const [, after, head, madeFor] = parts as unknown[];
  if (!isAfter(after) || !isPosition(head) || madeFor !== query) throw invalid();
  return { after, head };
}

function parse(cursor: string): unknown {
  if (cursor.length > CURSOR_LENGTH_MAX || !/^[\w-]+$/.test(cursor)) throw invalid();
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw invalid();
  }
}

function invalid(): ProjectionError {
  return new ProjectionError(
    'invalidCursor',
    'The cursor is not one of this query. Repeat the query without a cursor to begin at its first page.',
  );
}
