import { sql } from 'kysely';
import type { ExpressionBuilder } from 'kysely';
import { PreparedQueries } from '../prepared-query.ts';
import type { ParameterOf } from '../prepared-query.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';
import { conditionsFor, filterParameters, filtersIn } from '../record-filters.ts';
import type { FilterParameters, RecordFilters } from '../record-filters.ts';
import type { Tables } from '../tables.ts';
import { isUuidText } from '../uuid-text.ts';
import { EMPTY_PAGE, entriesOf, pageOf, pageRequest } from './paging.ts';
import type { Order, PageRequest, Paging } from './paging.ts';
import { ENTRY_COLUMNS, entryOf } from './record-entry.ts';
import type { RecordEntry, RecordPage, RecordRow } from './record-entry.ts';
import type { SubjectIdentity } from './subject-identity.ts';

export interface HistoryQuery extends Paging {
  readonly subjectId: string;
  readonly filters?: RecordFilters;
}

interface HistoryParameters extends FilterParameters {
  /** One id, or a JSON list of several. */
  readonly subjects: string;
  readonly after: number;
  readonly head: number;
  readonly limit: number;
}

interface HistoryShape {
  readonly filters: ReturnType<typeof filtersIn>;
  readonly order: Order;
  /** The subject was merged with others. */
  readonly merged: boolean;
}

/** Shapes of history queries kept compiled; a few are in use at any time. */
const SHAPES_MAX = 200;

/**
 * The history of a person: what was recorded about the subject and those it was merged with, who looked, and the
 * searches that covered them.
 */
export class SubjectHistory {
  readonly #database: ReadModelDatabase;
  readonly #identity: SubjectIdentity;
  readonly #queries = new PreparedQueries<HistoryParameters, RecordRow>(SHAPES_MAX);

  constructor(database: ReadModelDatabase, identity: SubjectIdentity) {
    this.#database = database;
    this.#identity = identity;
  }

  /**
   * One page, in the order of the log.
   * @throws ProjectionError `invalidCursor`, `invalidQuery`
   */
  async page({ subjectId, filters = {}, ...paging }: HistoryQuery): Promise<RecordPage> {
    const { head, subjects } = await this.#identity.now(subjectId);
    if (head === undefined) return EMPTY_PAGE;
    const request = pageRequest(paging, ['history', subjectId, filters], head);
    if (!subjects.every(isUuidText)) return pageOf([], request);
    return pageOf((await this.#rows(subjects, filters, request)).map(entryOf), request);
  }

  /** All entries, page by page: memory stays bounded however long the history is. */
  async *entries(query: Omit<HistoryQuery, 'cursor' | 'limit'>): AsyncGenerator<RecordEntry, void, undefined> {
    yield* entriesOf((page) => this.page({ ...query, ...page }));
  }

  async #rows(subjects: readonly string[], filters: RecordFilters, page: PageRequest): Promise<readonly RecordRow[]> {
    const shape = { filters: filtersIn(filters), order: page.order, merged: subjects.length > 1 };
    const query = this.#queries.get([shape.order, shape.merged, ...shape.filters].join(' '), (parameter) =>
      buildHistory(this.#database, shape, parameter),
    );
    return query.run(this.#database.query, {
      ...filterParameters(filters),
      subjects: shape.merged ? JSON.stringify(subjects) : (subjects[0] ?? ''),
      after: page.after,
      head: page.head,
      limit: page.limit + 1,
    });
  }
}

/**
 * Own entries and mentions, each read in the order of its index and merged. A merged person's entries may be found
 * on both ways or under several subjects: `union` tells them once.
 */
function buildHistory(database: ReadModelDatabase, shape: HistoryShape, parameter: ParameterOf<HistoryParameters>) {
  const { query, dialect } = database;
  const descending = shape.order === 'newestFirst';
  const subjects = sql<string>`${parameter('subjects')}`;
  const ofSubjects = (column: 'records.subject_id' | 'mentioned_subjects.subject_id') =>
    shape.merged
      ? sql<boolean>`${sql.ref(column)} in ${dialect.uuidsOf(subjects)}`
      : sql<boolean>`${sql.ref(column)} = ${dialect.uuidOf(subjects)}`;
  const inPage = (column: 'records.position' | 'mentioned_subjects.position') =>
    descending
      ? sql<boolean>`${sql.ref(column)} < ${parameter('after')}`
      : sql<boolean>`${sql.ref(column)} > ${parameter('after')} and ${sql.ref(column)} <= ${parameter('head')}`;
  const matching = (eb: ExpressionBuilder<Tables, 'records'>) =>
    eb.and(conditionsFor(eb, shape.filters, dialect, parameter as ParameterOf<FilterParameters>));

  const own = query
    .selectFrom('records')
    .innerJoin('record_kinds', 'record_kinds.id', 'records.kind_id')
    .select(['records.position', ...ENTRY_COLUMNS])
    .where(ofSubjects('records.subject_id'))
    .where(inPage('records.position'))
    .where(matching);
  const mentions = query
    .selectFrom('mentioned_subjects')
    .innerJoin('records', 'records.position', 'mentioned_subjects.position')
    .innerJoin('record_kinds', 'record_kinds.id', 'records.kind_id')
    // The position of the index that is read, so that the engine sees the order and need not sort.
    .select(['mentioned_subjects.position', ...ENTRY_COLUMNS])
    .where(ofSubjects('mentioned_subjects.subject_id'))
    .where(inPage('mentioned_subjects.position'))
    .where(matching);
  return (shape.merged ? own.union(mentions) : own.unionAll(mentions))
    .orderBy('position', descending ? 'desc' : 'asc')
    .limit(parameter('limit'));
}
