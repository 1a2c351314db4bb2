import { ProjectionError } from '../projection-error.ts';

/** Where a page ended, and what the pages before it were bound to. */
export interface PagePosition {
  /** Position of the last entry looked at; the next page goes on behind it. */
  readonly after: number;
  /** Last position known when the first page was made: later entries belong to none of these pages. */
  readonly head: number;
  /** Tells a cursor of another query apart. */
  readonly query: string;
}

const CURSOR_VERSION = 1;
/** A cursor of ours is shorter; anything longer is not worth decoding. */
const CURSOR_LENGTH_MAX = 200;

/** Base64url of a JSON array `[version, after, head, query]`: opaque to callers, and ours to change. */
export function encodeCursor({ after, head, query }: PagePosition): string {
  return encodeParts([after, head], query);
}

/** The same of any texts and numbers that say where a page ended. */
export function encodeParts(parts: readonly (string | number)[], query: string): string {
  return Buffer.from(JSON.stringify([CURSOR_VERSION, ...parts, query])).toString('base64url');
}

/**
 * @param query Must be the one the cursor was made for.
 * @throws ProjectionError `invalidCursor`
 */
export function decodeCursor(cursor: string, query: string): Omit<PagePosition, 'query'> {
  const [after, head] = decodeParts(cursor, ['number', 'number'], query);
  return { after: after as number, head: head as number };
}

/**
 * @param kinds What the parts must be; numbers are whole.
 * @param query Must be the one the cursor was made for.
 * @throws ProjectionError `invalidCursor`
 */
export function decodeParts(
  cursor: string,
  kinds: readonly ('string' | 'number')[],
  query: string,
): readonly (string | number)[] {
  const parsed = parse(cursor);
  if (!Array.isArray(parsed) || parsed.length !== kinds.length + 2 || parsed[0] !== CURSOR_VERSION) throw invalid();
  const parts = parsed.slice(1, -1) as unknown[];
  const fits = parts.every((part, at) =>
    kinds[at] === 'number' ? Number.isSafeInteger(part) : typeof part === 'string',
  );
  if (!fits || parsed.at(-1) !== query) throw invalid();
  return parts as (string | number)[];
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
