import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { consentStanding } from '#libs/domain';
import type { Consent, ConsentEnd, ConsentScope, ConsentStanding, StoredData, Vocabulary } from '#libs/domain';
import type { ReadModelDatabase } from '../read-model-database.ts';
import { isUuidText, uuidText } from '../uuid-text.ts';
import { knownPosition } from './known-position.ts';
import { cursorBehind, pageRequest } from './paging.ts';
import type { PageRequest, Paging } from './paging.ts';
import type { ProjectedPosition } from './projected-position.ts';
import type { SubjectIdentity } from './subject-identity.ts';

/** A consent, and where it stands. Instants are epoch milliseconds. */
export interface ConsentEntry extends Consent, ConsentStanding {
  readonly subjectId: string;
  readonly controllerId: string;
  readonly position: number;
  readonly recordedAt: number;
}

export interface ConsentQuery extends Paging {
  /** Controllers the reader may see. An empty list finds nothing. */
  readonly controllers: readonly string[];
  /** Merges followed. */
  readonly subjectId?: string | undefined;
  readonly forms?: readonly string[] | undefined;
  readonly givers?: readonly string[] | undefined;
  readonly standings?: readonly string[] | undefined;
  /** IRIs, one of which the consent names. */
  readonly purposes?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly recipients?: readonly string[] | undefined;
  /** Where the consents stood at that instant; those given later are left out. Undefined: now. */
  readonly asOf?: number | undefined;
  readonly knownAt?: number | undefined;
}

/** What a question is answered with, beside what is on record. */
export interface ConsentWorld {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Says which withdrawn category is part of which. */
  readonly vocabulary: Vocabulary;
}

export interface ConsentPage {
  readonly entries: readonly ConsentEntry[];
  /** For the next page; undefined on the last one. A page may be short, even empty, and still have a next one. */
  readonly nextCursor: string | undefined;
  readonly head: number | undefined;
}

/** Consents looked at in one go; a page goes on until it is full, for so many goes at most. */
const WINDOW_CONSENTS = 1_000;
const WINDOWS_MAX = 10;

/** Consents of people, and what is left of them. */
export class ConsentSearch {
  readonly #database: ReadModelDatabase;
  readonly #identity: SubjectIdentity;
  readonly #position: ProjectedPosition;

  constructor(database: ReadModelDatabase, identity: SubjectIdentity, position: ProjectedPosition) {
    this.#database = database;
    this.#identity = identity;
    this.#position = position;
  }

  /**
   * One page, in the order in which they were recorded.
   * @throws ProjectionError `invalidCursor`, `invalidQuery`
   */
  async page(
    { order, limit, cursor, ...wanted }: ConsentQuery,
    { now, vocabulary }: ConsentWorld,
  ): Promise<ConsentPage> {
    const head = await this.#position.position();
    const controllers = [...new Set(wanted.controllers)].sort();
    const paging = {
      ...(order === undefined ? {} : { order }),
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const request = pageRequest(paging, ['consents', { ...wanted, controllers }], head ?? -1);
    if (head === undefined || controllers.length === 0) return { entries: [], nextCursor: undefined, head };
    const known = await knownPosition(this.#database, { knownAt: wanted.knownAt, head: request.head });
    const { subjectId } = wanted;
    const subjects = subjectId === undefined ? undefined : await this.#identity.mergedSubjects(subjectId);
    const at = wanted.asOf ?? now;
    return this.#fill({ wanted: { ...wanted, controllers }, subjects, known, at, vocabulary }, request);
  }

  async #fill(search: Search, request: PageRequest): Promise<ConsentPage> {
    const { head } = request;
    const entries: ConsentEntry[] = [];
    let { after } = request;
    for (let windows = 0; windows < WINDOWS_MAX; windows += 1) {
      if (windows > 0) await nextTurn();
      const given = await this.#given(search, request, after);
      for (const entry of await this.#standing(given, search)) {
        if (!isWanted(entry, search.wanted)) continue;
        if (entries.length === request.limit) {
          return { entries, nextCursor: cursorBehind(entries.at(-1)?.position ?? after, request), head };
        }
        entries.push(entry);
      }
      if (given.length < WINDOW_CONSENTS) return { entries, nextCursor: undefined, head };
      after = given.at(-1)?.position ?? after;
    }
    return { entries, nextCursor: cursorBehind(after, request), head };
  }

  async #given(
    { wanted, subjects, known, at }: Search,
    { order }: PageRequest,
    after: number,
  ): Promise<readonly Given[]> {
    const { query, dialect } = this.#database;
    const newestFirst = order === 'newestFirst';
    let rows = query
      .selectFrom('consents')
      .innerJoin('records', 'records.position', 'consents.position')
      .select(['consents.position', 'consents.event_id', 'consents.controller_id', 'consents.subject_id'])
      .select(['consents.given_at', 'consents.expires_at', 'consents.form', 'consents.given_by'])
      .select(['records.recorded_at', 'records.payload'])
      .where('consents.controller_id', 'in', wanted.controllers)
      .where('consents.position', newestFirst ? '<' : '>', after)
      .where('consents.position', '<=', known)
      .where('consents.given_at', '<=', at);
    if (subjects !== undefined) {
      const list = dialect.uuidsOf(sql<string>`${JSON.stringify(subjects.filter(isUuidText))}`);
      rows = rows.where(sql<boolean>`consents.subject_id in ${list}`);
    }
    if (wanted.forms !== undefined) rows = rows.where('consents.form', 'in', wanted.forms);
    if (wanted.givers !== undefined) rows = rows.where('consents.given_by', 'in', wanted.givers);
    const found = await rows
      .orderBy('consents.position', newestFirst ? 'desc' : 'asc')
      .limit(WINDOW_CONSENTS)
      .execute();
    return found.map((row): Given => {
      const { fields } = JSON.parse(row.payload) as StoredData;
      const { scope, noticeRef } = fields as unknown as { readonly scope: ConsentScope; readonly noticeRef?: string };
      return {
        id: uuidText(row.event_id),
        at: row.given_at,
        form: row.form as Consent['form'],
        givenBy: row.given_by as Consent['givenBy'],
        scope,
        ...(noticeRef === undefined ? {} : { noticeRef }),
        ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
        subjectId: uuidText(row.subject_id),
        controllerId: row.controller_id,
        position: row.position,
        recordedAt: row.recorded_at,
      };
    });
  }

  async #standing(given: readonly Given[], { known, at, vocabulary }: Search): Promise<readonly ConsentEntry[]> {
    const people = await this.#samePeople(new Set(given.map(({ subjectId }) => subjectId)));
    const ends = await this.#ends([...new Set([...people.values()].flat())], known);
    return given.map((consent): ConsentEntry => {
      const ofPerson = (people.get(consent.subjectId) ?? []).flatMap((subjectId) => ends.get(subjectId) ?? []);
      return { ...consent, ...consentStanding(consent, ofPerson, { at, vocabulary }) };
    });
  }

  /** For each subject all that are the same person, itself included. */
  async #samePeople(subjects: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly string[]>> {
    const { query, dialect } = this.#database;
    const rows = await query
      .selectFrom('subject_merges as asked')
      .innerJoin('subject_merges as member', 'member.survivor_id', 'asked.survivor_id')
      .select(['asked.subject_id as asked_id', 'member.subject_id as member_id'])
      .where(sql<boolean>`asked.subject_id in ${dialect.valuesOf(sql<string>`${JSON.stringify([...subjects])}`)}`)
      .execute();
    const people = new Map([...subjects].map((subjectId) => [subjectId, [subjectId]]));
    for (const { asked_id, member_id } of rows) if (asked_id !== member_id) people.get(asked_id)?.push(member_id);
    return people;
  }

  async #ends(subjects: readonly string[], known: number): Promise<ReadonlyMap<string, readonly ConsentEnd[]>> {
    const { query, dialect } = this.#database;
    const list = dialect.uuidsOf(sql<string>`${JSON.stringify(subjects.filter(isUuidText))}`);
    const rows = await query
      .selectFrom('consent_ends')
      .selectAll()
      .where(sql<boolean>`subject_id in ${list}`)
      .where('position', '<=', known)
      .execute();
    const ends = new Map<string, ConsentEnd[]>();
    for (const row of rows) {
      const subjectId = uuidText(row.subject_id);
      const of = ends.get(subjectId) ?? [];
      ends.set(subjectId, of);
      of.push({
        id: uuidText(row.event_id),
        at: row.ended_at,
        ...(row.consent_ref === null ? {} : { consentRef: row.consent_ref }),
        ...(row.scope === null ? {} : { scope: JSON.parse(row.scope) as ConsentScope }),
        ...(row.expired === 1 ? { expired: true } : {}),
      });
    }
    return ends;
  }
}

type Given = Omit<ConsentEntry, keyof ConsentStanding>;

interface Search {
  readonly wanted: Omit<ConsentQuery, keyof Paging>;
  readonly subjects: readonly string[] | undefined;
  readonly known: number;
  readonly at: number;
  readonly vocabulary: Vocabulary;
}

function isWanted({ scope, standing }: ConsentEntry, wanted: Search['wanted']): boolean {
  const has = (asked: readonly string[] | undefined, own: readonly string[] | undefined) =>
    asked === undefined || (own ?? []).some((one) => asked.includes(one));
  return (
    (wanted.standings?.includes(standing) ?? true) &&
    has(wanted.purposes, scope.purposes) &&
    has(wanted.categories, scope.categories) &&
    has(wanted.recipients, scope.recipients)
  );
}
