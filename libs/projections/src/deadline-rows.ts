import type { Clock, ClockChange } from '#libs/domain';
import { v5 as uuidv5 } from 'uuid';
import { PreparedQuery, type ParameterOf } from './prepared-query.ts';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';
import type { DeadlinesTable } from './deadline-tables.ts';

const COLUMNS = [
  'deadline_id',
  'position',
  'controller_id',
  'subject_id',
  'kind',
  'case_key',
  'policy_version',
  'started_at',
  'due_at',
  'urgency',
  'settled_at',
  'settled_how',
  'passed_due_at',
  'passed_count',
  'passed_by',
  'passed_at',
  'clock',
] as const satisfies readonly (keyof DeadlinesTable)[];

/** Namespace of UUIDv5 (RFC 9562 §5.5) for deadlines: the id of a clock is derived from ids and slugs, too long for an id. */
const NAMESPACE = '6a1d7c0e-52f5-5b8e-9c1b-0d9a4e7f2c35';

/** The same for ever, so that whoever rebuilds finds the same deadlines. */
export const deadlineIdOf = (clockId: string): string => uuidv5(clockId, NAMESPACE);

/** Behind every due instant that can be written (year 9999), in epoch milliseconds: what is due without a number. */
const WITHOUT_DUE = 400_000_000_000_000;
/** Earliest instant that can be written (year 0), made positive. */
const BEFORE_ALL = 63_000_000_000_000;

/** Place in the order of urgency: by due instant, and then, of what has none, what has waited longest. */
function urgencyOf(dueAt: number | null, startedAt: number): number {
  return dueAt ?? WITHOUT_DUE + BEFORE_ALL + startedAt;
}

/** What cases are looked up by. */
export const caseKeys = {
  request: (id: string) => `request/${id}`,
  breach: (id: string) => `breach/${id}`,
  recipient: (id: string) => `recipient/${id}`,
};

function caseKeyOf({ concern }: Clock): string | null {
  const { requestId, breachId, recipient } = concern;
  if (requestId !== undefined) return caseKeys.request(requestId);
  if (breachId !== undefined) return caseKeys.breach(breachId);
  return recipient === undefined ? null : caseKeys.recipient(recipient);
}

/** Where a clock was started. */
export interface Start {
  readonly position: number;
  /** When what started it happened, in epoch milliseconds. */
  readonly at: number;
  readonly policyVersion: string | undefined;
}

/** A clock as it is kept. */
export interface KeptClock {
  readonly clock: Clock;
  readonly startedAt: number;
}

type Row = Pick<DeadlinesTable, 'clock' | 'started_at'>;

interface Case {
  readonly controllerId: string;
  readonly caseKey: string;
}
type CaseQuery = PreparedQuery<Case, Row>;

/** Clocks looked at together where an event is about everybody's. */
const PAGE_COUNT = 500;

/** The deadlines of one transaction: found as the log has them so far, and written. */
export class DeadlineRows {
  #tx: ReadModelTransaction | undefined;
  #started: SqlValue[][] = [];
  #ofSubject: PreparedQuery<{ readonly subjectId: string }, Row> | undefined;
  #ofCase: CaseQuery | undefined;
  #openOfCase: CaseQuery | undefined;

  /** Call first in every transaction: what an earlier one did not write is void. */
  begin(tx: ReadModelTransaction): void {
    this.#tx = tx;
    this.#started = [];
  }

  /** Open clocks about a person. */
  async openOf(subjectId: string): Promise<readonly KeptClock[]> {
    await this.flush();
    const { query } = this.#transaction;
    this.#ofSubject ??= new PreparedQuery((parameter) =>
      query
        .selectFrom('deadlines')
        .select(['clock', 'started_at'])
        .where('subject_id', '=', parameter('subjectId'))
        .where('settled_at', 'is', null)
        .orderBy('position')
        .orderBy('deadline_id'),
    );
    return (await this.#ofSubject.run(query, { subjectId })).map(keptClock);
  }

  /** Clocks of a breach or a recipient; settled ones as well. */
  async ofCase(controllerId: string, caseKey: string): Promise<readonly KeptClock[]> {
    await this.flush();
    const { query } = this.#transaction;
    this.#ofCase ??= new PreparedQuery((parameter) => clocksOfCase(query, parameter));
    return (await this.#ofCase.run(query, { controllerId, caseKey })).map(keptClock);
  }

  /** Open clocks of a case: a company may call a great many requests by one name. */
  async openOfCase(controllerId: string, caseKey: string): Promise<readonly KeptClock[]> {
    await this.flush();
    const { query } = this.#transaction;
    this.#openOfCase ??= new PreparedQuery((parameter) =>
      clocksOfCase(query, parameter).where('settled_at', 'is', null),
    );
    return (await this.#openOfCase.run(query, { controllerId, caseKey })).map(keptClock);
  }

  /** Open clocks of everybody's data, some at a time: there may be as many as people. */
  async *keepingOf(controllerId: string): AsyncGenerator<readonly KeptClock[], void, undefined> {
    await this.flush();
    let after = '';
    for (;;) {
      const rows = await this.#transaction.query
        .selectFrom('deadlines')
        .select(['deadline_id', 'clock', 'started_at'])
        .where('controller_id', '=', controllerId)
        .where('settled_at', 'is', null)
        .where('kind', 'in', ['deletion', 'retention'])
        .where('deadline_id', '>', after)
        .orderBy('deadline_id')
        .limit(PAGE_COUNT)
        .execute();
      if (rows.length > 0) yield rows.map(keptClock);
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE_COUNT) return;
      after = last.deadline_id;
    }
  }

  async write(changes: readonly ClockChange[], start: Start): Promise<void> {
    for (const clock of earliestStarts(changes)) this.#started.push(rowOf(clock, start));
    const others = changes.filter(({ change }) => change !== 'starts');
    if (others.length === 0) return;
    await this.flush();
    for (const { clock } of others) await this.#update(clock);
  }

  /** Somebody said in the log that a time was over. */
  async passed({ deadlineId, due, number, eventId, at }: Passed): Promise<void> {
    await this.flush();
    await this.#transaction.query
      .updateTable('deadlines')
      .set({ passed_due_at: due, passed_count: number + 1, passed_by: eventId, passed_at: at })
      .where('deadline_id', '=', deadlineId)
      .execute();
  }

  /** What was started, in one go. */
  async flush(): Promise<void> {
    if (this.#started.length === 0) return;
    const rows = this.#started;
    this.#started = [];
    await this.#transaction.insertRows({ table: 'deadlines', columns: COLUMNS, rows });
  }

  async #update(clock: Clock): Promise<void> {
    const dueAt = dueAtOf(clock);
    const startedAt = Date.parse(clock.deadline.start);
    await this.#transaction.query
      .updateTable('deadlines')
      .set({ due_at: dueAt, urgency: urgencyOf(dueAt, startedAt), ...settledOf(clock), clock: JSON.stringify(clock) })
      .where('deadline_id', '=', deadlineIdOf(clock.id))
      .execute();
  }

  get #transaction(): ReadModelTransaction {
    if (this.#tx === undefined) throw new Error('No transaction was begun.');
    return this.#tx;
  }
}

const clocksOfCase = (query: ReadModelTransaction['query'], parameter: ParameterOf<Case>) =>
  query
    .selectFrom('deadlines')
    .select(['clock', 'started_at'])
    .where('case_key', '=', parameter('caseKey'))
    .where('controller_id', '=', parameter('controllerId'))
    .orderBy('position')
    .orderBy('deadline_id');

export interface Passed {
  readonly deadlineId: string;
  /** Epoch milliseconds. */
  readonly due: number;
  readonly number: number;
  readonly eventId: string;
  /** When it was recorded, in epoch milliseconds. */
  readonly at: number;
}

const keptClock = ({ clock, started_at }: Row): KeptClock => ({
  clock: JSON.parse(clock) as Clock,
  startedAt: started_at,
});

const dueAtOf = ({ due }: Clock): number | null => (due === undefined ? null : Date.parse(due));

const settledOf = ({ settled }: Clock) => ({
  settled_at: settled === undefined ? null : Date.parse(settled.at),
  settled_how: settled?.how ?? null,
});

/** Two rules of one row of a policy may time the same thing: the earlier end counts. */
function earliestStarts(changes: readonly ClockChange[]): readonly Clock[] {
  const starts = new Map<string, Clock>();
  for (const { change, clock } of changes) {
    if (change !== 'starts') continue;
    const known = starts.get(clock.id);
    const isEarlier = known === undefined || (dueAtOf(clock) ?? Infinity) < (dueAtOf(known) ?? Infinity);
    if (isEarlier) starts.set(clock.id, clock);
  }
  return [...starts.values()];
}

function rowOf(clock: Clock, { position, at, policyVersion }: Start): SqlValue[] {
  const dueAt = dueAtOf(clock);
  const { settled_at, settled_how } = settledOf(clock);
  const row: DeadlinesTable = {
    deadline_id: deadlineIdOf(clock.id),
    position,
    controller_id: clock.controllerId,
    subject_id: clock.concern.subjectId ?? null,
    kind: clock.kind,
    case_key: caseKeyOf(clock),
    policy_version: policyVersion ?? null,
    started_at: at,
    due_at: dueAt,
    urgency: urgencyOf(dueAt, Date.parse(clock.deadline.start)),
    settled_at,
    settled_how,
    passed_due_at: null,
    passed_count: 0,
    passed_by: null,
    passed_at: null,
    clock: JSON.stringify(clock),
  };
  return COLUMNS.map((column) => row[column]);
}
