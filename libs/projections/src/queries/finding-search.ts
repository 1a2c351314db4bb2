import type { FindingState } from '#libs/domain';
import type { ReadModelDatabase } from '../read-model-database.ts';
import type { FindingVersionsTable } from '../tables.ts';
import { cursorBehind, pageRequest } from './paging.ts';
import type { PageRequest, Paging } from './paging.ts';
import type { ProjectedPosition } from './projected-position.ts';
import type { SubjectIdentity } from './subject-identity.ts';

/** What was on record about a finding from `knownFrom` until `knownTo`. Instants are epoch milliseconds. */
export interface FindingVersion extends FindingState {
  readonly controllerId: string;
  readonly subjectId: string | undefined;
  readonly recordType: string;
  readonly happenedAt: number;
  readonly knownFrom: number;
  readonly knownTo: number | undefined;
  readonly cause: string;
  readonly because: string | undefined;
  /** Where the event stands that says so. */
  readonly streamName: string;
  readonly revision: number;
  readonly eventId: string;
  readonly position: number;
  /** Whether words of somebody are sealed in it. */
  readonly sealed: boolean;
}

export interface FindingQuery extends Paging {
  /** Controllers the reader may see. An empty list finds nothing. */
  readonly controllers: readonly string[];
  /** Merges followed. */
  readonly subjectId?: string | undefined;
  readonly recordId?: string | undefined;
  readonly rules?: readonly string[] | undefined;
  readonly outcomes?: readonly string[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  /** What was believed then, in epoch milliseconds. Default: now. */
  readonly knownAt?: number | undefined;
}

export interface FindingPage {
  readonly items: readonly FindingVersion[];
  readonly nextCursor: string | undefined;
  readonly head: number | undefined;
}

/** Findings, as they stand or as they stood. */
export class FindingSearch {
  readonly #database: ReadModelDatabase;
  readonly #identity: SubjectIdentity;
  readonly #position: ProjectedPosition;

  constructor(database: ReadModelDatabase, identity: SubjectIdentity, position: ProjectedPosition) {
    this.#database = database;
    this.#identity = identity;
    this.#position = position;
  }

  /**
   * One page, by when they were raised.
   * @throws ProjectionError `invalidCursor`, `invalidQuery`
   */
  async page({ order, limit, cursor, ...wanted }: FindingQuery): Promise<FindingPage> {
    const head = await this.#position.position();
    const controllers = [...new Set(wanted.controllers)].sort();
    const paging = {
      ...(order === undefined ? {} : { order }),
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const request = pageRequest(paging, ['findings', { ...wanted, controllers }], head ?? -1);
    if (head === undefined || controllers.length === 0) return { items: [], nextCursor: undefined, head };
    const rows = await this.#rows({ ...wanted, controllers }, request);
    const shown = rows.slice(0, request.limit);
    const last = shown.at(-1);
    const more = rows.length > request.limit && last !== undefined;
    return {
      items: shown.map(versionOf),
      nextCursor: more ? cursorBehind(last.raised_position, request) : undefined,
      head: request.head,
    };
  }

  async #rows(wanted: Omit<FindingQuery, keyof Paging>, request: PageRequest): Promise<FindingVersionsTable[]> {
    const { controllers, subjectId, recordId, rules, outcomes, statuses, knownAt } = wanted;
    const newestFirst = request.order === 'newestFirst';
    let query = this.#database.query
      .selectFrom('finding_versions')
      .selectAll()
      .where('controller_id', 'in', controllers)
      .where('raised_position', '<=', request.head)
      .where('raised_position', newestFirst ? '<' : '>', request.after);
    if (knownAt === undefined) query = query.where('known_to', 'is', null);
    else {
      query = query
        .where('known_from', '<=', knownAt)
        .where((or) => or.or([or('known_to', 'is', null), or('known_to', '>', knownAt)]));
    }
    if (subjectId !== undefined) {
      query = query.where('subject_id', 'in', await this.#identity.mergedSubjects(subjectId));
    }
    if (recordId !== undefined) query = query.where('record_id', '=', recordId);
    if (rules !== undefined) query = query.where('rule', 'in', rules);
    if (outcomes !== undefined) query = query.where('outcome', 'in', outcomes);
    if (statuses !== undefined) query = query.where('status', 'in', statuses);
    return query
      .orderBy('raised_position', newestFirst ? 'desc' : 'asc')
      .limit(request.limit + 1)
      .execute();
  }

  /** Everything on record about one finding, in order. */
  async versions(findingId: string): Promise<readonly FindingVersion[]> {
    const rows = await this.#database.query
      .selectFrom('finding_versions')
      .selectAll()
      .where('finding_id', '=', findingId)
      .orderBy('number')
      .execute();
    return rows.map(versionOf);
  }
}

function versionOf(row: FindingVersionsTable): FindingVersion {
  return {
    findingId: row.finding_id,
    recordId: row.record_id,
    rule: row.rule as FindingState['rule'],
    number: row.number,
    outcome: row.outcome as FindingState['outcome'],
    status: row.status as FindingState['status'],
    said: JSON.parse(row.said) as FindingState['said'],
    controllerId: row.controller_id,
    subjectId: row.subject_id ?? undefined,
    recordType: row.record_type,
    happenedAt: row.happened_at,
    knownFrom: row.known_from,
    knownTo: row.known_to ?? undefined,
    cause: row.cause,
    because: row.because ?? undefined,
    streamName: row.stream_name,
    revision: row.revision,
    eventId: row.event_id,
    position: row.position,
    sealed: row.sealed === 1,
  };
}
