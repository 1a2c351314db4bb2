import { Injectable } from '@nestjs/common';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import { encode, TaskAbandoned, TaskAttemptFailed, TaskDelivered, type FieldsOf } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import type { PendingTask, WebhookEndpoint } from '#libs/projections';
import { Clock } from '../event-recording/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { deliveryIdOf } from './task-message.ts';

/** In whose name it is recorded that a service was told: the dispatcher's, which is nobody. */
export const DISPATCHER_ID = 'b4e0d9a6-71c3-5f28-9d5e-2c8a6f0b3e17';

/** How telling a service of a task ended; without a failure, it took the message. */
export interface DeliveryEnd {
  readonly attempts: number;
  readonly failure?: FieldsOf<typeof TaskAbandoned>['failure'];
}

/** How an attempt failed: no word of what the service answered, only the status. */
export type AttemptFailure = Pick<FieldsOf<typeof TaskAttemptFailed>, 'failure' | 'status'>;

/** Puts into the log what attempts failed of, and how telling a service of a task ended: once, whoever tells. */
@Injectable()
export class DeliveryRecorder {
  constructor(
    private readonly store: EventStore,
    private readonly parties: KnownParties,
    private readonly clock: Clock,
  ) {}

  /** @returns Where it stands in the log; `undefined` where somebody who told at the same time had it recorded. */
  async record(task: PendingTask, endpoint: WebhookEndpoint, end: DeliveryEnd): Promise<number | undefined> {
    const { type } = end.failure === undefined ? TaskDelivered : TaskAbandoned;
    const { passedBy } = task;
    const deliveryId = deliveryIdOf(endpoint, passedBy);
    const metadata = { $correlationId: passedBy, $causationId: passedBy, recordedBy: DISPATCHER_ID };
    const [outcome] = await this.store.appendMany([
      {
        ...{ streamName: `delivery-${deliveryId}`, expectedRevision: 'noStream' },
        events: [{ id: uuidv5(type, deliveryId), type, data: this.dataOf(task, endpoint, end), metadata }],
      },
    ]);
    if (outcome?.ok === true) return outcome.position;
    if (outcome !== undefined && outcome.error.code !== 'wrongExpectedRevision') throw outcome.error;
    return undefined;
  }

  /** In a stream of its own, so that the end of it stays the one event of the other. @returns Where it stands in the log. */
  async recordFailure(task: PendingTask, endpoint: WebhookEndpoint, failure: AttemptFailure): Promise<number> {
    const { deadlineId, passedBy } = task;
    const { endpointId, controllerId } = endpoint;
    const envelope = { controllerId, occurredAt: this.clock.now() };
    const fields = { deadlineId, passedBy, endpointId, ...failure };
    const { data } = encode(TaskAttemptFailed, { envelope, fields }, this.parties.vocabulary());
    const metadata = { $correlationId: passedBy, $causationId: passedBy, recordedBy: DISPATCHER_ID };
    const { position } = await this.store.append({
      ...{ streamName: `delivery-${uuidv5('attempts', deliveryIdOf(endpoint, passedBy))}`, expectedRevision: 'any' },
      events: [{ id: uuidv7(), type: TaskAttemptFailed.type, data: { ...data }, metadata }],
    });
    return position;
  }

  private dataOf(
    { deadlineId, subjectId, passedBy }: PendingTask,
    { endpointId, controllerId }: WebhookEndpoint,
    { attempts, failure }: DeliveryEnd,
  ) {
    const envelope = { controllerId, ...(subjectId === undefined ? {} : { subjectId }), occurredAt: this.clock.now() };
    const told = { deadlineId, passedBy, endpointId, attempts };
    const vocabulary = this.parties.vocabulary();
    const { data } =
      failure === undefined
        ? encode(TaskDelivered, { envelope, fields: told }, vocabulary)
        : encode(TaskAbandoned, { envelope, fields: { ...told, failure } }, vocabulary);
    return { ...data };
  }
}
