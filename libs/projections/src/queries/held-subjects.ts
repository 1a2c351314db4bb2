import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { heldBetween, kindsHeld } from '../held-between.ts';
import type { HeldBetween, HeldBy } from '../held-between.ts';
import type { HoldingKind } from '../holding-kinds.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';
import { uuidText } from '../uuid-text.ts';
import { knownPosition } from './known-position.ts';
import { cursorBehindKey, keyPageRequest } from './paging.ts';
import type { KeyPageRequest, Paging } from './paging.ts';
import type { ProjectedPosition } from './projected-position.ts';

/** Whose data somebody held. Instants are epoch milliseconds. */
export interface HeldSubjectsQuery extends HeldBy, Omit<Paging, 'order'> {
  /** Held at any instant from the first to the second, both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly knownAt?: number | undefined;
  /** Instead of `knownAt`, the position of the log up to which what was known counts. */
  readonly known?: number | undefined;
}

/** One subject with what was held of them. */
export interface HeldSubject {
  readonly subjectId: string;
  /** Subject that stands for the same person, where others were found to be that person, too. */
  readonly survivorId: string | undefined;
  /** Those asked for that were held, sorted. */
  readonly categories: readonly string[];
  /** The earliest beginning, and the latest end of what was held then; undefined where some of it is held still. */
  readonly since: number;
  readonly until: number | undefined;
}

export interface HeldSubjectsPage {
  readonly entries: readonly HeldSubject[];
  /** For the next page; undefined on the last one. A page may be short, even empty, and still have a next one. */
  readonly nextCursor: string | undefined;
  readonly head: number | undefined;
  /** Position of the log up to which what was known counts. */
  readonly known: number | undefined;
}

/** Rows of the index looked at in one statement: some tens of milliseconds, for the event loop waits as long. */
const WINDOW_ROWS = 20_000;
/** Statements for one page. A page is given short rather than making the reader wait longer. */
const WINDOWS_MAX = 10;

/**
 * Which people somebody held data of, in a time. In the order of subject ids, which says nothing of anybody; page by page
 * from an index that has everything that is asked for, so that memory and waiting are bounded however many there are.
 */
export class HeldSubjects {
  readonly #database: ReadModelDatabase;
  readonly #position: ProjectedPosition;

  constructor(database: ReadModelDatabase, position: ProjectedPosition) {
    this.#database = database;
    this.#position = position;
  }

  /** @throws ProjectionError `invalidCursor`, `invalidQuery` */
  async page({ limit, cursor, ...wanted }: HeldSubjectsQuery): Promise<HeldSubjectsPage> {
    const head = await this.#position.position();
    if (head === undefined) return { entries: [], nextCursor: undefined, head, known: undefined };
    const paging = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
    const request = keyPageRequest(paging, ['heldSubjects', wanted], head);
    const known =
      wanted.known ?? (await knownPosition(this.#database, { knownAt: wanted.knownAt, head: request.head }));
    const kinds = await kindsHeld(this.#database, wanted);
    const { from, to } = wanted;
    const held = await heldBetween(this.#database, { kinds, from, to, known });
    const { subjects, last } = await this.#find(held, request);
    const shown = subjects.slice(0, request.limit);
    const more = subjects.length > shown.length ? shown.at(-1) : last;
    return {
      entries: await this.#entries(shown, held, wanted.categories),
      nextCursor: more === undefined ? undefined : cursorBehindKey(more, request),
      head: request.head,
      known,
    };
  }

  /** Those of the data sets that some record of the company's people named. */
  async knownDatasets(controllerId: string, datasets: readonly string[]): Promise<ReadonlySet<string>> {
    if (datasets.length === 0) return new Set();
    const rows = await this.#database.query
      .selectFrom('holding_kinds')
      .select('dataset')
      .distinct()
      .where('controller_id', '=', controllerId)
      .where('dataset', 'in', datasets)
      .execute();
    return new Set(rows.flatMap(({ dataset }) => dataset ?? []));
  }

  /** All of them, page by page, as they were at the first. */
  async *entries(query: Omit<HeldSubjectsQuery, 'cursor' | 'limit'>): AsyncGenerator<HeldSubject, void, undefined> {
    let cursor: string | undefined;
    do {
      const page = await this.page({ ...query, limit: 500, ...(cursor === undefined ? {} : { cursor }) });
      yield* page.entries;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }

  /** `last`: the subject up to which was looked, where there is more behind it. */
  async #find(held: HeldBetween, { after, limit }: KeyPageRequest) {
    const subjects: string[] = [];
    if (held.kinds.size === 0) return { subjects, last: undefined };
    let last = after;
    for (let windows = 0; windows < WINDOWS_MAX; windows += 1) {
      if (windows > 0) await nextTurn();
      const end = await this.#windowEnd([...held.kinds.keys()], last);
      const rows = await this.#window(held, { after: last, end, limit: limit + 1 - subjects.length });
      subjects.push(...rows);
      if (subjects.length > limit || end === undefined) return { subjects, last: undefined };
      last = end;
    }
    return { subjects, last };
  }

  /** The subject up to which no kind has more rows than a statement may look at; undefined where none has. */
  async #windowEnd(kinds: readonly number[], after: string): Promise<string | undefined> {
    const { query, dialect } = this.#database;
    const each = Math.max(1, Math.ceil(WINDOW_ROWS / kinds.length));
    let end: string | undefined;
    for (const kind of kinds) {
      const row = await query
        .selectFrom('holdings')
        .select('subject_id')
        .where('kind_id', '=', kind)
        .$if(after !== '', (rows) => rows.where(sql<boolean>`subject_id > ${dialect.uuidOf(sql<string>`${after}`)}`))
        .orderBy('subject_id')
        .limit(1)
        .offset(each)
        .executeTakeFirst();
      if (row === undefined) continue;
      const subjectId = uuidText(row.subject_id);
      if (end === undefined || subjectId < end) end = subjectId;
    }
    return end;
  }

  async #window(
    held: HeldBetween,
    { after, end, limit }: { readonly after: string; readonly end: string | undefined; readonly limit: number },
  ): Promise<readonly string[]> {
    const { query, dialect } = this.#database;
    const uuid = (text: string) => dialect.uuidOf(sql<string>`${text}`);
    const rows = await query
      .selectFrom('holdings')
      .select('subject_id')
      .distinct()
      .where(held.condition)
      .$if(after !== '', (some) => some.where(sql<boolean>`subject_id > ${uuid(after)}`))
      .$if(end !== undefined, (some) => some.where(sql<boolean>`subject_id <= ${uuid(end ?? '')}`))
      .orderBy('subject_id')
      .limit(limit)
      .execute();
    return rows.map(({ subject_id }) => uuidText(subject_id));
  }

  async #entries(
    subjects: readonly string[],
    held: HeldBetween,
    wanted: readonly string[] | undefined,
  ): Promise<readonly HeldSubject[]> {
    const { query, dialect } = this.#database;
    if (subjects.length === 0) return [];
    const list = sql<string>`${JSON.stringify(subjects)}`;
    const rows = await query
      .selectFrom('holdings')
      .select(['subject_id', 'kind_id', 'valid_from', 'valid_to', 'from_position'])
      .where(held.condition)
      .where(sql<boolean>`subject_id in ${dialect.uuidsOf(list)}`)
      .execute();
    const merges = await query
      .selectFrom('subject_merges')
      .selectAll()
      .where(sql<boolean>`subject_id in ${dialect.valuesOf(list)}`)
      .execute();
    const survivors = new Map(merges.map(({ subject_id, survivor_id }) => [subject_id, survivor_id]));
    const ofSubject = Map.groupBy(rows, ({ subject_id }) => uuidText(subject_id));
    return subjects.map((subjectId): HeldSubject => {
      const parts = (ofSubject.get(subjectId) ?? []).flatMap((row) => {
        const { valid_from: from, valid_to: to, from_position: fromPosition } = row;
        const kind = held.kinds.get(row.kind_id);
        if (kind === undefined) return [];
        return [{ kind, from, until: held.ends.endOf({ kind, from, fromPosition, to }, held.known)?.at }];
      });
      const untils = parts.map(({ until }) => until);
      return {
        subjectId,
        survivorId: survivors.get(subjectId),
        categories: categoriesOf(parts, wanted),
        since: Math.min(...parts.map(({ from }) => from)),
        until: untils.includes(undefined) ? undefined : Math.max(...untils.map((until) => until ?? 0)),
      };
    });
  }
}

function categoriesOf(
  parts: readonly { readonly kind: HoldingKind }[],
  wanted: readonly string[] | undefined,
): readonly string[] {
  const held = new Set(parts.flatMap(({ kind }) => kind.categories));
  return [...held].filter((category) => wanted?.includes(category) ?? true).toSorted();
}
