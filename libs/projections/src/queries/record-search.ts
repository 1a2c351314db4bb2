import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { PreparedQueries, PreparedQuery } from '../prepared-query.ts';
import type { ParameterOf } from '../prepared-query.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';
import { isUuidText } from '../uuid-text.ts';
import { conditionsFor, filterParameters, filtersIn, listOf } from '../record-filters.ts';
import type { FilterParameters, RecordFilters } from '../record-filters.ts';
import { EMPTY_PAGE, cursorBehind, entriesOf, pageOf, pageRequest } from './paging.ts';
import type { Order, PageRequest, Paging } from './paging.ts';
import type { ProjectedPosition } from './projected-position.ts';
import { ENTRY_COLUMNS, entryOf } from './record-entry.ts';
import type { RecordEntry, RecordPage, RecordRow } from './record-entry.ts';
import type { SubjectIdentity } from './subject-identity.ts';

export interface RecordQuery extends Paging {
  /** Controllers the reader may see. An empty list finds nothing. */
  readonly controllers: readonly string[];
  /** Only records of this person, merges followed. */
  readonly subjectId?: string;
  readonly filters?: RecordFilters;
}

interface SearchParameters extends FilterParameters {
  readonly controllers: string;
  readonly subjects: string;
  readonly lowest: number;
  readonly highest: number;
  readonly limit: number;
}

interface WindowParameters {
  readonly controller: string;
  readonly after: number;
  readonly head: number;
  readonly skip: number;
}

/** Positions to look at in one go, both inclusive. */
interface Window {
  readonly lowest: number;
  readonly highest: number;
  /** Nothing lies beyond it. */
  readonly last: boolean;
}

const SHAPES_MAX = 200;
/** Records looked at in one statement: some tens of milliseconds, for the event loop waits as long. */
const WINDOW_RECORDS = 20_000;
/** Statements for one page. A page is given short rather than making the reader wait longer. */
const WINDOWS_MAX = 10;

/**
 * Records of one or several controllers, for auditors. Filters may fit few of very many records; so the log is
 * looked at in windows of bounded size, and a page that found little still ends with a cursor to go on from.
 */
export class RecordSearch {
  readonly #database: ReadModelDatabase;
  readonly #identity: SubjectIdentity;
  readonly #position: ProjectedPosition;
  readonly #queries = new PreparedQueries<SearchParameters, RecordRow>(SHAPES_MAX);
  readonly #windowEnds: Record<Order, PreparedQuery<WindowParameters, { readonly position: number }>>;

  constructor(database: ReadModelDatabase, identity: SubjectIdentity, position: ProjectedPosition) {
    this.#database = database;
    this.#identity = identity;
    this.#position = position;
    this.#windowEnds = {
      newestFirst: new PreparedQuery((parameter) => buildWindowEnd(database, 'newestFirst', parameter)),
      oldestFirst: new PreparedQuery((parameter) => buildWindowEnd(database, 'oldestFirst', parameter)),
    };
  }

  /**
   * One page, in the order of the log.
   * @throws ProjectionError `invalidCursor`, `invalidQuery`
   */
  async page({ controllers, subjectId, filters = {}, ...paging }: RecordQuery): Promise<RecordPage> {
    const head = await this.#position.position();
    const allowed = [...new Set(controllers)].sort();
    if (head === undefined) return EMPTY_PAGE;
    const request = pageRequest(paging, ['records', allowed, subjectId, filters], head);
    if (allowed.length === 0) return pageOf([], request);
    const subjects = subjectId === undefined ? undefined : await this.#identity.mergedSubjects(subjectId);
    return this.#fill({ allowed, subjects, filters, request });
  }

  /** All entries, page by page: memory stays bounded however many there are. */
  async *entries(query: Omit<RecordQuery, 'cursor' | 'limit'>): AsyncGenerator<RecordEntry, void, undefined> {
    yield* entriesOf((page) => this.page({ ...query, ...page }));
  }

  async #fill(search: Search): Promise<RecordPage> {
    const { request } = search;
    const found: RecordEntry[] = [];
    let after = request.after;
    for (let windows = 0; windows < WINDOWS_MAX; windows += 1) {
      if (windows > 0) await nextTurn();
      const window = await this.#windowAfter(after, search);
      const rows = await this.#rows(window, request.limit + 1 - found.length, search);
      for (const row of rows) found.push(entryOf(row));
      if (found.length > request.limit || window.last) return pageOf(found, request);
      after = request.order === 'newestFirst' ? window.lowest : window.highest;
    }
    return { entries: found, nextCursor: cursorBehind(after, request), head: request.head };
  }

  /**
   * The next stretch of the log that holds no more records of the controllers than a statement may look at.
   * A person's records are few and have an index of their own: one window holds them all.
   */
  async #windowAfter(after: number, { allowed, subjects, filters, request }: Search): Promise<Window> {
    const { order, head } = request;
    const rest = order === 'newestFirst' ? { lowest: 0, highest: after - 1 } : { lowest: after + 1, highest: head };
    if (subjects !== undefined) return { ...rest, last: true };
    const unfiltered = filtersIn(filters).length === 0;
    const each = unfiltered ? request.limit : Math.ceil(WINDOW_RECORDS / allowed.length);
    const ends: number[] = [];
    for (const controller of allowed) {
      const [row] = await this.#windowEnds[order].run(this.#database.query, { controller, after, head, skip: each });
      if (row !== undefined) ends.push(row.position);
    }
    if (ends.length === 0) return { ...rest, last: true };
    return order === 'newestFirst'
      ? { ...rest, lowest: Math.max(...ends), last: false }
      : { ...rest, highest: Math.min(...ends), last: false };
  }

  async #rows(window: Window, limit: number, search: Search): Promise<readonly RecordRow[]> {
    const { allowed, subjects, filters, request } = search;
    const shape: SearchShape = {
      filters: filtersIn(filters),
      order: request.order,
      one: allowed.length === 1,
      ofSubjects: subjects !== undefined,
    };
    const name = [shape.order, shape.one, shape.ofSubjects, ...shape.filters].join(' ');
    const query = this.#queries.get(name, (parameter) => buildSearch(this.#database, shape, parameter));
    return query.run(this.#database.query, {
      ...filterParameters(filters),
      controllers: shape.one ? (allowed[0] ?? '') : JSON.stringify(allowed),
      subjects: JSON.stringify((subjects ?? []).filter(isUuidText)),
      lowest: window.lowest,
      highest: window.highest,
      limit,
    });
  }
}

interface Search {
  readonly allowed: readonly string[];
  readonly subjects: readonly string[] | undefined;
  readonly filters: RecordFilters;
  readonly request: PageRequest;
}

interface SearchShape {
  readonly filters: ReturnType<typeof filtersIn>;
  readonly order: Order;
  readonly one: boolean;
  readonly ofSubjects: boolean;
}

function buildSearch(database: ReadModelDatabase, shape: SearchShape, parameter: ParameterOf<SearchParameters>) {
  const { query, dialect } = database;
  const controllers = shape.one
    ? sql<boolean>`records.controller_id = ${parameter('controllers')}`
    : sql<boolean>`records.controller_id in ${listOf(dialect, parameter, 'controllers')}`;
  return query
    .selectFrom('records')
    .innerJoin('record_kinds', 'record_kinds.id', 'records.kind_id')
    .select(['records.position', ...ENTRY_COLUMNS])
    .where(controllers)
    .where('records.position', '>=', parameter('lowest'))
    .where('records.position', '<=', parameter('highest'))
    .$if(shape.ofSubjects, (search) =>
      search.where(sql<boolean>`records.subject_id in ${dialect.uuidsOf(sql<string>`${parameter('subjects')}`)}`),
    )
    .where((eb) => eb.and(conditionsFor(eb, shape.filters, dialect, parameter as ParameterOf<FilterParameters>)))
    .orderBy('records.position', shape.order === 'newestFirst' ? 'desc' : 'asc')
    .limit(parameter('limit'));
}

/** The record that lies `skip` records of the controller behind: read from the index alone. */
function buildWindowEnd(database: ReadModelDatabase, order: Order, parameter: ParameterOf<WindowParameters>) {
  const descending = order === 'newestFirst';
  return database.query
    .selectFrom('records')
    .select('records.position')
    .where('records.controller_id', '=', parameter('controller'))
    .where('records.position', descending ? '<' : '>', parameter('after'))
    .where('records.position', '<=', parameter('head'))
    .orderBy('records.position', descending ? 'desc' : 'asc')
    .limit(1)
    .offset(parameter('skip'));
}
