import { createHash } from 'node:crypto';
import { ProjectionError } from '../projection-error.ts';
import { decodeCursor, decodeParts, encodeCursor, encodeParts } from './cursor.ts';
import type { RecordEntry, RecordPage } from './record-entry.ts';

export type Order = 'newestFirst' | 'oldestFirst';

/** Which page of a query, in the order of the log. */
export interface Paging {
  /** Default `newestFirst`. */
  readonly order?: Order;
  /** Of the page before, as it was given. */
  readonly cursor?: string;
  /** Entries on a page, 1 to 1,000. Default 100. */
  readonly limit?: number;
}

export const PAGE_LIMIT_MAX = 1_000;
export const PAGE_LIMIT_DEFAULT = 100;

/** A page about to be read. */
export interface PageRequest {
  readonly order: Order;
  readonly limit: number;
  /** Position behind which the page begins. */
  readonly after: number;
  /** Last position that belongs to these pages. */
  readonly head: number;
  /** Everything the query asks for besides the page. */
  readonly query: unknown;
}

/**
 * Where the page begins. The first page pins the head, so that what is recorded while somebody pages, reading itself
 * included, moves nothing.
 * @param query Everything the query asks for besides the page; cursors of another query are refused.
 * @param head Position projected so far.
 * @throws ProjectionError `invalidCursor`, `invalidQuery`
 */
export function pageRequest(paging: Paging, query: unknown, head: number): PageRequest {
  const { order = 'newestFirst', limit = PAGE_LIMIT_DEFAULT, cursor } = paging;
  assertLimit(limit);
  const first = { order, limit, after: order === 'newestFirst' ? head + 1 : -1, head, query };
  return cursor === undefined ? first : { ...first, ...decodeCursor(cursor, nameOf(first)) };
}

/** A page of what is ordered by a text, such as an id, about to be read. */
export interface KeyPageRequest {
  readonly limit: number;
  /** Key behind which the page begins; empty for the first. */
  readonly after: string;
  /** Last position that belongs to these pages. */
  readonly head: number;
  readonly query: unknown;
}

/**
 * Like `pageRequest`, in the order of a key.
 * @throws ProjectionError `invalidCursor`, `invalidQuery`
 */
export function keyPageRequest(paging: Omit<Paging, 'order'>, query: unknown, head: number): KeyPageRequest {
  const { limit = PAGE_LIMIT_DEFAULT, cursor } = paging;
  assertLimit(limit);
  if (cursor === undefined) return { limit, after: '', head, query };
  const [after, pinned] = decodeParts(cursor, ['string', 'number'], queryName(query));
  return { limit, after: after as string, head: pinned as number, query };
}

/** Cursor of the page that begins behind a key. */
export function cursorBehindKey(after: string, { head, query }: KeyPageRequest): string {
  return encodeParts([after, head], queryName(query));
}

/** @throws ProjectionError `invalidQuery` */
export function assertLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= PAGE_LIMIT_MAX) return;
  throw new ProjectionError('invalidQuery', `A page has 1 to ${String(PAGE_LIMIT_MAX)} entries.`);
}

/** @param entries One more than the page's limit where there is more. */
export function pageOf(entries: readonly RecordEntry[], request: PageRequest): RecordPage {
  const page = entries.slice(0, request.limit);
  const last = page.at(-1);
  const more = entries.length > request.limit && last !== undefined;
  return { entries: page, nextCursor: more ? cursorBehind(last.position, request) : undefined, head: request.head };
}

/** Cursor of the page that begins behind a position. */
export function cursorBehind(after: number, request: PageRequest): string {
  return encodeCursor({ after, head: request.head, query: nameOf(request) });
}

export const EMPTY_PAGE: RecordPage = { entries: [], nextCursor: undefined, head: undefined };

/** Entries fetched at a time where all are wanted. */
const STREAM_PAGE = 500;

/** All entries of a query, page by page. The next page is read only when it is asked for. */
export async function* entriesOf(
  read: (page: Pick<Paging, 'cursor' | 'limit'>) => Promise<RecordPage>,
): AsyncGenerator<RecordEntry, void, undefined> {
  let cursor: string | undefined;
  do {
    const page = await read({ limit: STREAM_PAGE, ...(cursor === undefined ? {} : { cursor }) });
    yield* page.entries;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}

function nameOf({ order, query }: PageRequest): string {
  return queryName([order, query]);
}

/** Short name of a query. Members that are undefined or empty lists do not count, and neither does their order. */
export function queryName(query: unknown): string {
  const canonical = JSON.stringify(query, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, member]) => !(Array.isArray(member) && member.length === 0))
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  );
  return createHash('sha256').update(canonical).digest('base64url').slice(0, 11);
}
