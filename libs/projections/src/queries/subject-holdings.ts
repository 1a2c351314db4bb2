import { sql } from 'kysely';
import type { HeldData } from '#libs/domain';
import { EndsForAll } from '../ends-for-all.ts';
import { readKinds } from '../holding-kinds.ts';
import type { HoldingKind } from '../holding-kinds.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';
import type { HoldingsTable } from '../holding-tables.ts';
import { isUuidText, uuidText } from '../uuid-text.ts';
import { knownPosition } from './known-position.ts';
import { cursorBehind, pageRequest } from './paging.ts';
import type { Paging } from './paging.ts';
import { recordsAt } from './record-references.ts';
import type { RecordReference } from './record-references.ts';
import type { SubjectIdentity } from './subject-identity.ts';

/** Data of a person that somebody has or had, as it is or was known. Instants are epoch milliseconds. */
export interface HeldEntry extends HeldData {
  readonly subjectId: string;
  readonly controllerId: string;
  readonly since: number;
  /** First instant at which it was gone; undefined while it is held. */
  readonly until: number | undefined;
  /** Records by which it came in, and by which it went. */
  readonly sinceRecord: RecordReference;
  readonly untilRecord: RecordReference | undefined;
  /** When the ledger came to know it so, and when it learnt otherwise. */
  readonly knownFrom: number;
  readonly knownTo: number | undefined;
}

export interface HoldingsQuery extends Omit<Paging, 'order'> {
  readonly subjectId: string;
  /** IRIs; a holding is shown that has one of them, with these alone. */
  readonly categories?: readonly string[] | undefined;
  readonly recipients?: readonly string[] | undefined;
  /** `controller`: only what the company itself has. `others`: only what others have. */
  readonly holder?: 'controller' | 'others' | undefined;
  readonly datasets?: readonly string[] | undefined;
  /** What was held at that instant. Undefined: whatever was held at any time. */
  readonly asOf?: number | undefined;
  readonly knownAt?: number | undefined;
}

export interface HoldingsPage {
  readonly entries: readonly HeldEntry[];
  readonly nextCursor: string | undefined;
  readonly head: number | undefined;
}

type Row = Pick<HoldingsTable, 'subject_id' | 'kind_id' | 'valid_from' | 'valid_to'> &
  Pick<HoldingsTable, 'from_position' | 'to_position' | 'known_from' | 'known_to'>;

/** A row with its kind and its end for whatever reason. */
interface Held {
  readonly row: Row;
  readonly kind: HoldingKind;
  readonly until: number | undefined;
  readonly untilPosition: number | undefined;
  /** When the record became known that ended it for everybody, if that did. */
  readonly endedForAll: number | undefined;
}

/** What is held of one person, where, since when and on what ground. */
export class SubjectHoldings {
  readonly #database: ReadModelDatabase;
  readonly #identity: SubjectIdentity;

  constructor(database: ReadModelDatabase, identity: SubjectIdentity) {
    this.#database = database;
    this.#identity = identity;
  }

  /**
   * One page, by when it began to be held. Merges are followed. All that is known of one person is looked at for each page:
   * that are tens of rows, and what is known up to a position never changes.
   * @throws ProjectionError `invalidCursor`, `invalidQuery`
   */
  async page({ limit, cursor, ...wanted }: HoldingsQuery): Promise<HoldingsPage> {
    const { subjects, head } = await this.#identity.now(wanted.subjectId);
    if (head === undefined) return { entries: [], nextCursor: undefined, head };
    const paging = {
      order: 'oldestFirst' as const,
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const request = pageRequest(paging, ['holdings', wanted], head);
    const known = await knownPosition(this.#database, { knownAt: wanted.knownAt, head: request.head });
    const all = (await this.#held(subjects.filter(isUuidText), known)).filter((one) => isWanted(one, wanted));
    const from = request.after + 1;
    const shown = all.slice(from, from + request.limit);
    const more = all.length > from + request.limit;
    return {
      entries: await this.#entries(shown, wanted),
      nextCursor: more ? cursorBehind(from + shown.length - 1, request) : undefined,
      head: request.head,
    };
  }

  /** Everything known of these subjects at a position of the log, in the order of its beginning. */
  async #held(subjects: readonly string[], known: number): Promise<readonly Held[]> {
    const { query, dialect } = this.#database;
    const rows: readonly Row[] = await query
      .selectFrom('holdings')
      .selectAll()
      .where(sql<boolean>`subject_id in ${dialect.uuidsOf(sql<string>`${JSON.stringify(subjects)}`)}`)
      .where('known_from', '<=', known)
      .where((or) => or.or([or('known_to', 'is', null), or('known_to', '>', known)]))
      .orderBy('valid_from')
      .orderBy('from_position')
      .orderBy('kind_id')
      .orderBy('subject_id')
      .execute();
    const kinds = await readKinds(this.#database, [...new Set(rows.map(({ kind_id }) => kind_id))]);
    const controllers = [...new Set([...kinds.values()].map(({ controllerId }) => controllerId))];
    const ends = controllers.length === 0 ? new EndsForAll() : await EndsForAll.read(this.#database, controllers);
    return rows.flatMap((row): Held[] => {
      const kind = kinds.get(row.kind_id);
      if (kind === undefined) return [];
      const { valid_from: from, valid_to: to, from_position: fromPosition, to_position } = row;
      const end = ends.endOf({ kind, from, fromPosition, to }, known);
      const endedForAll = end?.position;
      return [{ row, kind, until: end?.at, untilPosition: endedForAll ?? to_position ?? undefined, endedForAll }];
    });
  }

  async #entries(
    shown: readonly Held[],
    { categories }: Pick<HoldingsQuery, 'categories'>,
  ): Promise<readonly HeldEntry[]> {
    const positions = new Set(
      shown.flatMap(({ row, untilPosition }) =>
        [row.from_position, untilPosition, row.known_from, row.known_to].filter((one) => typeof one === 'number'),
      ),
    );
    const records = await recordsAt(this.#database, positions);
    const recordAt = (position: number): RecordReference => {
      const record = records.get(position);
      if (record === undefined) throw new Error('A holding names a record that is not there.');
      return record;
    };
    return shown.map(({ row, kind, until, untilPosition, endedForAll = row.known_from }): HeldEntry => {
      const { key: _, controllerId, ...held } = kind;
      return {
        ...held,
        categories: held.categories.filter((category) => categories?.includes(category) ?? true),
        subjectId: uuidText(row.subject_id),
        controllerId,
        since: row.valid_from,
        until,
        sinceRecord: recordAt(row.from_position),
        untilRecord: until === undefined || untilPosition === undefined ? undefined : recordAt(untilPosition),
        knownFrom: recordAt(Math.max(row.known_from, endedForAll)).recordedAt,
        knownTo: row.known_to === null ? undefined : recordAt(row.known_to).recordedAt,
      };
    });
  }
}

function isWanted({ row, kind, until }: Held, wanted: HoldingsQuery): boolean {
  const { categories, recipients, holder, datasets, asOf } = wanted;
  if (categories !== undefined && !kind.categories.some((one) => categories.includes(one))) return false;
  if (recipients !== undefined && !(kind.holder.kind === 'recipient' && recipients.includes(kind.holder.id)))
    return false;
  if (holder !== undefined && (kind.holder.kind === 'controller') !== (holder === 'controller')) return false;
  if (datasets !== undefined && !(kind.dataset !== undefined && datasets.includes(kind.dataset))) return false;
  // Gone at the instant it came in: it was never there at any instant.
  if (until !== undefined && until <= row.valid_from) return false;
  return asOf === undefined || (row.valid_from <= asOf && (until === undefined || until > asOf));
}
