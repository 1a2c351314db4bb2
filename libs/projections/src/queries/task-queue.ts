import { sql } from 'kysely';
import type { SqlBool } from 'kysely';
import { TASK_KINDS } from '#libs/domain';
import type { Clock } from '#libs/domain';
import type { ReadModelDatabase } from '../read-model-database.ts';
import type { TaskFailuresTable } from '../deadline-tables.ts';

/** Where a service wants to be told. Instants are epoch milliseconds. */
export interface WebhookEndpoint {
  readonly endpointId: string;
  readonly controllerId: string;
  readonly holderId: string;
  readonly registeredAt: number;
}

/** Data that has to go, and that a service has not been told of yet. */
export interface PendingTask {
  readonly deadlineId: string;
  readonly subjectId: string | undefined;
  readonly passedBy: string;
  readonly passedAt: number;
  readonly clock: Clock;
}

/** How telling a service of a task stands. */
export interface TaskDelivery {
  readonly passedBy: string;
  readonly endpointId: string;
  readonly state: 'pending' | 'delivered' | 'abandoned';
  readonly attempts: number | undefined;
  readonly settledAt: number | undefined;
}

/** Attempts to tell a service of a task that failed. */
export interface TaskFailures {
  readonly passedBy: string;
  readonly endpointId: string;
  readonly attempts: number;
  /** How the last one failed. */
  readonly failure: string;
  /** Status of the answer, where one came. */
  readonly status: number | undefined;
  readonly failedAt: number;
}

/** The outbox: it follows from the log which services are still to be told of which tasks. */
export class TaskQueue {
  readonly #database: ReadModelDatabase;

  constructor(database: ReadModelDatabase) {
    this.#database = database;
  }

  /** Those that are not removed, the oldest first. @param controllers Left out: of all. */
  async endpoints(controllers?: readonly string[]): Promise<readonly WebhookEndpoint[]> {
    if (controllers?.length === 0) return [];
    let query = this.#database.query.selectFrom('webhook_endpoints').selectAll().where('removed_at', 'is', null);
    if (controllers !== undefined) query = query.where('controller_id', 'in', controllers);
    const rows = await query.orderBy('registered_at').orderBy('endpoint_id').execute();
    return rows.map(({ endpoint_id, controller_id, holder_id, registered_at }) => ({
      endpointId: endpoint_id,
      controllerId: controller_id,
      holderId: holder_id,
      registeredAt: registered_at,
    }));
  }

  /** What an endpoint is still to be told, the longest overdue first. What is done meanwhile is a task no longer. */
  async pending({ endpointId, controllerId }: WebhookEndpoint, limit: number): Promise<readonly PendingTask[]> {
    const rows = await this.#database.query
      .selectFrom('deadlines')
      .select(['deadline_id', 'subject_id', 'passed_by', 'passed_at', 'clock'])
      .where('controller_id', '=', controllerId)
      .where(sql<SqlBool>`settled_at is null and passed_by is not null`)
      .where('kind', 'in', TASK_KINDS)
      .whereRef('passed_due_at', '=', 'due_at')
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('task_deliveries')
              .select('task_deliveries.endpoint_id')
              .whereRef('task_deliveries.passed_by', '=', 'deadlines.passed_by')
              .where('task_deliveries.endpoint_id', '=', endpointId),
          ),
        ),
      )
      .orderBy('passed_at')
      .orderBy('deadline_id')
      .limit(limit)
      .execute();
    return rows.map(({ deadline_id, subject_id, passed_by, passed_at, clock }) => ({
      deadlineId: deadline_id,
      subjectId: subject_id ?? undefined,
      passedBy: passed_by ?? '',
      passedAt: passed_at ?? 0,
      clock: JSON.parse(clock) as Clock,
    }));
  }

  /** How telling the services of these tasks ended, where it has. */
  async settled(passedBy: readonly string[]): Promise<readonly TaskDelivery[]> {
    if (passedBy.length === 0) return [];
    const list = this.#database.dialect.valuesOf(sql<string>`${JSON.stringify(passedBy)}`);
    const rows = await this.#database.query
      .selectFrom('task_deliveries')
      .selectAll()
      .where(sql<SqlBool>`passed_by in ${list}`)
      .orderBy('passed_by')
      .orderBy('endpoint_id')
      .execute();
    return rows.map((row) => ({
      passedBy: row.passed_by,
      endpointId: row.endpoint_id,
      state: row.state as 'delivered' | 'abandoned',
      attempts: row.attempts,
      settledAt: row.settled_at,
    }));
  }

  /** Of these tasks, where any attempt failed. */
  async failuresOf(passedBy: readonly string[]): Promise<readonly TaskFailures[]> {
    if (passedBy.length === 0) return [];
    const list = this.#database.dialect.valuesOf(sql<string>`${JSON.stringify(passedBy)}`);
    const query = this.#database.query.selectFrom('task_failures').selectAll();
    return (await query.where(sql<SqlBool>`passed_by in ${list}`).execute()).map(failuresIn);
  }

  /** The task whose telling failed last, of any that the endpoint was to be told of. */
  async lastFailure(endpointId: string): Promise<TaskFailures | undefined> {
    const query = this.#database.query.selectFrom('task_failures').selectAll().where('endpoint_id', '=', endpointId);
    const [row] = await query.orderBy('failed_at', 'desc').orderBy('passed_by', 'desc').limit(1).execute();
    return row === undefined ? undefined : failuresIn(row);
  }
}

const failuresIn = (row: TaskFailuresTable): TaskFailures => ({
  passedBy: row.passed_by,
  endpointId: row.endpoint_id,
  attempts: row.attempts,
  failure: row.failure,
  status: row.status ?? undefined,
  failedAt: row.failed_at,
});
