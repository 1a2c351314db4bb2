import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { encode, TaskAbandoned, TaskDelivered, type FieldsOf } from '#libs/domain';
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

/** Puts into the log how telling a service of a task ended: once, whoever tells. */
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
