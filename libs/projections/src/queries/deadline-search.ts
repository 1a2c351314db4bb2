import type { Clock, ClockKind } from '#libs/domain';
import { CLOCK_KINDS, TASK_KINDS } from '#libs/domain';
import { sql } from 'kysely';
import type { SqlBool } from 'kysely';
import type { ReadModelDatabase } from '../read-model-database.ts';
import type { DeadlinesTable } from '../deadline-tables.ts';
import { decodeParts, encodeParts } from './cursor.ts';
import { assertLimit, PAGE_LIMIT_DEFAULT, queryName } from './paging.ts';
import type { Paging } from './paging.ts';
import type { ProjectedPosition } from './projected-position.ts';
import type { SubjectIdentity } from './subject-identity.ts';

/** `met`: what was due was done, in time or late. `cancelled`: it is not due any more. */
export const DEADLINE_STATES = ['open', 'overdue', 'met', 'cancelled'] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** A deadline as it stands. Instants beside the clock's own are epoch milliseconds. */
export interface Deadline {
  readonly deadlineId: string;
  readonly controllerId: string;
  readonly subjectId: string | undefined;
  readonly state: DeadlineState;
  /** Version of the policy in force when it started. */
  readonly policyVersion: string | undefined;
  readonly startedAt: number;
  /** The event that says that this due instant passed; before the ledger has said so, none. */
  readonly passedBy: string | undefined;
  /** When the ledger said so, in epoch milliseconds. */
  readonly passedAt: number | undefined;
  readonly clock: Clock;
}

/** How telling services of a task stands; `pending` for one of them at least. */
export const TASK_STATES = ['pending', 'delivered', 'abandoned'] as const;
export type TaskState = (typeof TASK_STATES)[number];

export interface DeadlineQuery extends Pick<Paging, 'cursor' | 'limit'> {
  /** Controllers the reader may see. An empty list finds nothing. */
  readonly controllers: readonly string[];
  readonly kinds?: readonly ClockKind[] | undefined;
  /** Default: open and overdue. */
  readonly states?: readonly DeadlineState[] | undefined;
  /** In epoch milliseconds, exclusive; what has no due instant is left out then. */
  readonly dueBefore?: number | undefined;
  /** Tasks alone: data that has to go and has not, by how telling a service of it stands. */
  readonly tasks?: readonly TaskState[] | undefined;
  /** Merges followed. */
  readonly subjectId?: string | undefined;
  /** What time it is, in epoch milliseconds; the pages that follow keep to it. */
  readonly now: number;
}

export interface DeadlinePage {
  readonly items: readonly Deadline[];
  readonly nextCursor: string | undefined;
}

/** A due instant that passed, and that nobody has said so of yet. */
export interface PassedDeadline {
  readonly deadlineId: string;
  readonly controllerId: string;
  readonly subjectId: string | undefined;
  /** How often it passed before, and was then moved. */
  readonly passedCount: number;
  readonly clock: Clock;
}

/** Counting goes no further: nobody acts differently upon more. */
const OVERDUE_COUNT_MAX = 10_000;
const STATES_DEFAULT = ['open', 'overdue'] as const;

/** Where a page begins, and what the pages before it were bound to. */
interface Beginning {
  readonly urgency: number;
  readonly deadlineId: string;
  readonly head: number;
  readonly now: number;
}

/** Deadlines by urgency: what is due first comes first; what has no due instant comes last, the longest waiting first. */
export class DeadlineSearch {
  readonly #database: ReadModelDatabase;
  readonly #identity: SubjectIdentity;
  readonly #position: ProjectedPosition;

  constructor(database: ReadModelDatabase, identity: SubjectIdentity, position: ProjectedPosition) {
    this.#database = database;
    this.#identity = identity;
    this.#position = position;
  }

  /** @throws ProjectionError `invalidCursor`, `invalidQuery` */
  async page({ cursor, limit = PAGE_LIMIT_DEFAULT, now, ...wanted }: DeadlineQuery): Promise<DeadlinePage> {
    assertLimit(limit);
    const controllers = [...new Set(wanted.controllers)].sort();
    const query = { ...wanted, controllers };
    const name = queryName(['deadlines', query]);
    const head = await this.#position.position();
    const begin = cursor === undefined ? { ...FIRST, head: head ?? -1, now } : beginningIn(cursor, name);
    if (head === undefined || controllers.length === 0) return { items: [], nextCursor: undefined };
    const rows = await this.#rows(query, begin, limit + 1);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => deadlineOf(row, begin.now)),
      nextCursor:
        last === undefined ? undefined : encodeParts([last.urgency, last.deadline_id, begin.head, begin.now], name),
    };
  }

  async #rows(
    { controllers, kinds, states, tasks, dueBefore, subjectId }: Omit<DeadlineQuery, 'now' | 'cursor' | 'limit'>,
    { urgency, deadlineId, head, now }: Beginning,
    limit: number,
  ): Promise<readonly DeadlinesTable[]> {
    const asked: readonly DeadlineState[] = states === undefined || states.length === 0 ? STATES_DEFAULT : states;
    let query = this.#database.query
      .selectFrom('deadlines')
      .selectAll()
      .where('controller_id', 'in', controllers)
      .where('position', '<=', head)
      .where((eb) =>
        eb.or([eb('urgency', '>', urgency), eb.and([eb('urgency', '=', urgency), eb('deadline_id', '>', deadlineId)])]),
      )
      .where((eb) =>
        eb.or(
          asked.map((state) => {
            const isOpen = eb('settled_at', 'is', null);
            if (state === 'met') return eb('settled_how', '=', 'done');
            if (state === 'cancelled') return eb('settled_how', '=', 'lapsed');
            // By urgency, which is the due instant or, where there is none, behind all of them.
            return eb.and([isOpen, state === 'overdue' ? eb('urgency', '<', now) : eb('urgency', '>=', now)]);
          }),
        ),
      );
    if (kinds !== undefined && kinds.length > 0) query = query.where('kind', 'in', kinds);
    if (tasks !== undefined && tasks.length > 0) query = query.where(isTask(tasks));
    if (dueBefore !== undefined) query = query.where('due_at', '<', dueBefore);
    if (subjectId !== undefined) {
      query = query.where('subject_id', 'in', await this.#identity.mergedSubjects(subjectId));
    }
    return query.orderBy('urgency').orderBy('deadline_id').limit(limit).execute();
  }

  /** Open deadlines whose due instant has passed, and of which the log does not say so yet, the longest overdue first. */
  async passed(now: number, limit: number): Promise<readonly PassedDeadline[]> {
    const rows = await this.#database.query
      .selectFrom('deadlines')
      .select(['deadline_id', 'controller_id', 'subject_id', 'passed_count', 'clock'])
      .where('settled_at', 'is', null)
      .where('kind', 'in', CLOCK_KINDS)
      .where('due_at', '<', now)
      .where((eb) => eb.or([eb('passed_due_at', 'is', null), eb('passed_due_at', '<>', eb.ref('due_at'))]))
      .orderBy('due_at')
      .orderBy('deadline_id')
      .limit(limit)
      .execute();
    return rows.map(({ deadline_id, controller_id, subject_id, passed_count, clock }) => ({
      deadlineId: deadline_id,
      controllerId: controller_id,
      subjectId: subject_id ?? undefined,
      passedCount: passed_count,
      clock: JSON.parse(clock) as Clock,
    }));
  }

  /** How long until the next one is due, of each kind that has one: one look into an index, however many there are. */
  async nearest(now: number): Promise<readonly { readonly kind: ClockKind; readonly leftMs: number }[]> {
    const found: { readonly kind: ClockKind; readonly leftMs: number }[] = [];
    for (const kind of CLOCK_KINDS) {
      const next = await this.#openOf(kind).where('due_at', '>=', now).orderBy('due_at').limit(1).executeTakeFirst();
      if (next?.due_at != null) found.push({ kind, leftMs: next.due_at - now });
    }
    return found;
  }

  /** How many are overdue, of every kind; counting goes no further than `OVERDUE_COUNT_MAX`. */
  async overdue(now: number): Promise<readonly { readonly kind: ClockKind; readonly count: number }[]> {
    const counts: { readonly kind: ClockKind; readonly count: number }[] = [];
    for (const kind of CLOCK_KINDS) {
      const late = this.#openOf(kind).where('due_at', '<', now).limit(OVERDUE_COUNT_MAX).as('late');
      const { count } = await this.#database.query
        .selectFrom(late)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      counts.push({ kind, count: Number(count) });
    }
    return counts;
  }

  #openOf(kind: ClockKind) {
    return this.#database.query
      .selectFrom('deadlines')
      .select('due_at')
      .where('settled_at', 'is', null)
      .where('kind', '=', kind);
  }
}

/** Whether telling some service of it stands like that. The words are of a closed list. */
function isTask(states: readonly TaskState[]) {
  const ended = sql`select 1 from task_deliveries t where t.passed_by = deadlines.passed_by`;
  const conditions = states.map((state) =>
    state === 'pending'
      ? sql<SqlBool>`exists (select 1 from webhook_endpoints e where e.controller_id = deadlines.controller_id
          and e.removed_at is null and not exists (${ended} and t.endpoint_id = e.endpoint_id))`
      : sql<SqlBool>`exists (${ended} and t.state = ${state})`,
  );
  return sql<SqlBool>`passed_by is not null and passed_due_at = due_at and settled_at is null
    and kind in (${sql.join(TASK_KINDS)}) and (${sql.join(conditions, sql` or `)})`;
}

const FIRST = { urgency: Number.MIN_SAFE_INTEGER, deadlineId: '' } as const;

function beginningIn(cursor: string, name: string): Beginning {
  const [urgency, deadlineId, head, now] = decodeParts(cursor, ['number', 'string', 'number', 'number'], name);
  return { urgency, deadlineId, head, now } as Beginning;
}

function deadlineOf(row: DeadlinesTable, now: number): Deadline {
  const hasPassed = row.passed_due_at !== null && row.passed_due_at === row.due_at;
  return {
    deadlineId: row.deadline_id,
    controllerId: row.controller_id,
    subjectId: row.subject_id ?? undefined,
    state: stateOf(row, now),
    policyVersion: row.policy_version ?? undefined,
    startedAt: row.started_at,
    passedBy: hasPassed ? (row.passed_by ?? undefined) : undefined,
    passedAt: hasPassed ? (row.passed_at ?? undefined) : undefined,
    clock: JSON.parse(row.clock) as Clock,
  };
}

function stateOf({ settled_how, due_at }: DeadlinesTable, now: number): DeadlineState {
  if (settled_how !== null) return settled_how === 'done' ? 'met' : 'cancelled';
  return due_at !== null && due_at < now ? 'overdue' : 'open';
}
