import { TaskAbandoned, TaskAttemptFailed, TaskDelivered } from '#libs/domain';
import { WebhookEndpointRegistered, WebhookEndpointRemoved } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { factsOf, textOf } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction } from './read-model-database.ts';

/** Where services want to be told, and how telling them ended. */
export class WebhooksProjection implements Projection {
  readonly name = 'webhooks';
  readonly version = 2;

  async createTables({ query, dialect }: ReadModelTransaction): Promise<void> {
    await query.schema
      .createTable('webhook_endpoints')
      .addColumn('endpoint_id', 'text', (column) => column.primaryKey())
      .addColumn('controller_id', 'text', (column) => column.notNull())
      .addColumn('holder_id', 'text', (column) => column.notNull())
      .addColumn('registered_at', dialect.bigInteger, (column) => column.notNull())
      .addColumn('removed_at', dialect.bigInteger)
      .execute();
    await query.schema
      .createTable('task_deliveries')
      .addColumn('endpoint_id', 'text', (column) => column.notNull())
      .addColumn('passed_by', 'text', (column) => column.notNull())
      .addColumn('deadline_id', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('settled_at', dialect.bigInteger, (column) => column.notNull())
      .addPrimaryKeyConstraint('task_deliveries_key', ['passed_by', 'endpoint_id'])
      .execute();
    await query.schema
      .createTable('task_failures')
      .addColumn('endpoint_id', 'text', (column) => column.notNull())
      .addColumn('passed_by', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('failure', 'text', (column) => column.notNull())
      .addColumn('status', 'integer')
      .addColumn('failed_at', dialect.bigInteger, (column) => column.notNull())
      .addPrimaryKeyConstraint('task_failures_key', ['endpoint_id', 'passed_by'])
      .execute();
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    for (const event of batch) await HANDLERS.get(event.type)?.(factsOf(event), tx);
  }
}

type Handler = (facts: EventFacts, tx: ReadModelTransaction) => Promise<void>;

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  [WebhookEndpointRegistered.type, register],
  [WebhookEndpointRemoved.type, remove],
  [TaskDelivered.type, settledAs('delivered')],
  [TaskAttemptFailed.type, failed],
  [TaskAbandoned.type, abandoned],
]);

async function register({ fields, data, recordedAt }: EventFacts, { query }: ReadModelTransaction): Promise<void> {
  await query
    .insertInto('webhook_endpoints')
    .values({
      endpoint_id: textOf(fields['endpointId']),
      controller_id: textOf(data.controllerId),
      holder_id: textOf(data.actorId),
      registered_at: recordedAt,
      removed_at: null,
    })
    .execute();
}

async function remove({ fields, recordedAt }: EventFacts, { query }: ReadModelTransaction): Promise<void> {
  await query
    .updateTable('webhook_endpoints')
    .set({ removed_at: recordedAt })
    .where('endpoint_id', '=', textOf(fields['endpointId']))
    .where('removed_at', 'is', null)
    .execute();
}

function settledAs(state: 'delivered' | 'abandoned'): Handler {
  return async ({ fields, recordedAt }, { query }) => {
    await query
      .insertInto('task_deliveries')
      .values({
        endpoint_id: textOf(fields['endpointId']),
        passed_by: textOf(fields['passedBy']),
        deadline_id: textOf(fields['deadlineId']),
        state,
        attempts: Number(fields['attempts']),
        settled_at: recordedAt,
      })
      .execute();
  };
}

async function failed({ fields, recordedAt }: EventFacts, { query }: ReadModelTransaction): Promise<void> {
  const last = {
    failure: textOf(fields['failure']),
    status: fields['status'] === undefined ? null : Number(fields['status']),
    failed_at: recordedAt,
  };
  await query
    .insertInto('task_failures')
    .values({ ...taskOf(fields), attempts: 1, ...last })
    .onConflict((conflict) =>
      conflict
        .columns(['endpoint_id', 'passed_by'])
        .doUpdateSet((eb) => ({ attempts: eb('task_failures.attempts', '+', 1), ...last })),
    )
    .execute();
}

/** Why is told by the attempts. Where none is on record, for want of an address or from an earlier ledger, the end itself tells. */
async function abandoned(facts: EventFacts, tx: ReadModelTransaction): Promise<void> {
  await settledAs('abandoned')(facts, tx);
  const { fields, recordedAt } = facts;
  const last = { failure: textOf(fields['failure']), status: null, failed_at: recordedAt };
  await tx.query
    .insertInto('task_failures')
    .values({ ...taskOf(fields), attempts: Number(fields['attempts']), ...last })
    .onConflict((conflict) => conflict.columns(['endpoint_id', 'passed_by']).doNothing())
    .execute();
}

const taskOf = (fields: EventFacts['fields']) => ({
  endpoint_id: textOf(fields['endpointId']),
  passed_by: textOf(fields['passedBy']),
});
