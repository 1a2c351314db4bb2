import { RecipientAgreementConcluded } from '#libs/domain';
import type { Fact, RecipientRegistered, FieldsOf } from '#libs/domain';
import { sql } from 'kysely';
import type { SqlBool } from 'kysely';
import type { ReadModelDatabase } from '../read-model-database.ts';
import { RELATION_COLUMNS, relationFact } from '../relation-fact.ts';
import { knownPosition } from './known-position.ts';
import { cursorBehindKey, keyPageRequest } from './paging.ts';
import type { Paging } from './paging.ts';
import type { ProjectedPosition } from './projected-position.ts';

/** A category that a recipient was given. Instants are epoch milliseconds. */
export interface GivenCategory {
  readonly category: string;
  /** As what it got it, and in which country: undefined where no record says. */
  readonly recipientKind: string | undefined;
  readonly country: string | undefined;
  readonly since: number;
  /** When last, as far as is known now: undefined where another time was asked about. */
  readonly last: number | undefined;
}

/** What a company and a recipient have to do with each other. */
export interface RecipientRelation {
  readonly recipientId: string;
  /** As it is registered now. */
  readonly registration: FieldsOf<typeof RecipientRegistered> | undefined;
  /** Agreements and their ends, ends of services and of access, in the order of the log. */
  readonly facts: readonly Fact[];
  readonly given: readonly GivenCategory[];
}

export interface RelationsQuery extends Omit<Paging, 'order'> {
  readonly controllerId: string;
  readonly recipients?: readonly string[] | undefined;
  /** What had happened by then. Undefined: whatever is known. */
  readonly asOf?: number | undefined;
  readonly knownAt?: number | undefined;
}

export interface RelationsPage {
  readonly entries: readonly RecipientRelation[];
  readonly nextCursor: string | undefined;
  readonly head: number | undefined;
  /** Position of the log up to which what was known counts. */
  readonly known: number | undefined;
}

/** Records of one recipient that are looked at: more documents nobody signs with one company. */
const RECORDS_MAX = 10_000;

/**
 * What had happened by then; and agreements, which hold from the day they say, however much later they were signed. Which of
 * those do is for whoever knows the zone of the company.
 */
const countingBy = (asOf: number | undefined) =>
  asOf === undefined
    ? sql<SqlBool>`1 = 1`
    : sql<SqlBool>`(occurred_at <= ${asOf} or type = ${RecipientAgreementConcluded.type})`;

/** The recipients of a company: what they were given, and what binds them. */
export class RecipientRelations {
  readonly #database: ReadModelDatabase;
  readonly #position: ProjectedPosition;

  constructor(database: ReadModelDatabase, position: ProjectedPosition) {
    this.#database = database;
    this.#position = position;
  }

  /**
   * One page, in the order of the recipients' ids.
   * @throws ProjectionError `invalidCursor`, `invalidQuery`
   */
  async page({ limit, cursor, ...wanted }: RelationsQuery): Promise<RelationsPage> {
    const head = await this.#position.position();
    if (head === undefined) return { entries: [], nextCursor: undefined, head, known: undefined };
    const paging = { ...(limit === undefined ? {} : { limit }), ...(cursor === undefined ? {} : { cursor }) };
    const request = keyPageRequest(paging, ['relations', wanted], head);
    const known = await knownPosition(this.#database, { knownAt: wanted.knownAt, head: request.head });
    const found = await this.#recipients(wanted, { known, after: request.after, limit: request.limit + 1 });
    const shown = found.slice(0, request.limit);
    const entries: RecipientRelation[] = [];
    for (const recipientId of shown) entries.push(await this.#relation(recipientId, wanted, known));
    const last = shown.at(-1);
    return {
      entries,
      nextCursor: found.length > shown.length && last !== undefined ? cursorBehindKey(last, request) : undefined,
      head: request.head,
      known,
    };
  }

  /** Those of whom anything was known. */
  async #recipients(
    { controllerId, recipients, asOf }: RelationsQuery,
    { known, after, limit }: { readonly known: number; readonly after: string; readonly limit: number },
  ): Promise<readonly string[]> {
    const { query } = this.#database;
    const latest = asOf ?? Number.MAX_SAFE_INTEGER;
    let bound = query
      .selectFrom('recipient_records')
      .select('recipient_id')
      .where('controller_id', '=', controllerId)
      .where('recipient_id', '>', after)
      .where('position', '<=', known)
      .where(countingBy(asOf));
    let given = query
      .selectFrom('recipient_flows')
      .innerJoin('recipient_flow_starts', 'recipient_flow_starts.flow_id', 'recipient_flows.id')
      .select('recipient_flows.recipient_id')
      .where('recipient_flows.controller_id', '=', controllerId)
      .where('recipient_flows.recipient_id', '>', after)
      .where('recipient_flow_starts.known_from', '<=', known)
      .where('recipient_flow_starts.first_at', '<=', latest);
    if (recipients !== undefined) {
      bound = bound.where('recipient_id', 'in', recipients);
      given = given.where('recipient_flows.recipient_id', 'in', recipients);
    }
    const rows = await bound.union(given).orderBy('recipient_id').limit(limit).execute();
    return rows.map(({ recipient_id }) => recipient_id);
  }

  async #relation(recipientId: string, wanted: RelationsQuery, known: number): Promise<RecipientRelation> {
    const registered = await this.#database.query
      .selectFrom('recipients')
      .select('registration')
      .where('recipient_id', '=', recipientId)
      .executeTakeFirst();
    return {
      recipientId,
      registration:
        registered === undefined
          ? undefined
          : (JSON.parse(registered.registration) as RecipientRelation['registration']),
      facts: await this.#facts(recipientId, wanted, known),
      given: await this.#given(recipientId, wanted, known),
    };
  }

  async #facts(recipientId: string, { controllerId, asOf }: RelationsQuery, known: number): Promise<readonly Fact[]> {
    const rows = await this.#database.query
      .selectFrom('recipient_records')
      .select(RELATION_COLUMNS)
      .where('controller_id', '=', controllerId)
      .where('recipient_id', '=', recipientId)
      .where('position', '<=', known)
      .where(countingBy(asOf))
      .orderBy('position')
      .limit(RECORDS_MAX)
      .execute();
    return rows.map((row) => relationFact(row, controllerId));
  }

  async #given(
    recipientId: string,
    { controllerId, asOf, knownAt }: RelationsQuery,
    known: number,
  ): Promise<readonly GivenCategory[]> {
    const rows = await this.#database.query
      .selectFrom('recipient_flows')
      .innerJoin('recipient_flow_starts', 'recipient_flow_starts.flow_id', 'recipient_flows.id')
      .select(['category', 'recipient_kind', 'country', 'last_at'])
      .select(sql<number>`min(first_at)`.as('first_at'))
      .where('controller_id', '=', controllerId)
      .where('recipient_id', '=', recipientId)
      .where('known_from', '<=', known)
      .groupBy(['category', 'recipient_kind', 'country', 'last_at'])
      .orderBy('category')
      .orderBy('recipient_kind')
      .orderBy('country')
      .execute();
    const isNow = asOf === undefined && knownAt === undefined;
    return rows
      .filter(({ first_at }) => first_at <= (asOf ?? Infinity))
      .map((row) => ({
        category: row.category,
        recipientKind: row.recipient_kind || undefined,
        country: row.country || undefined,
        since: row.first_at,
        last: isNow ? row.last_at : undefined,
      }));
  }
}
