import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { encode, WebhookEndpointRegistered, WebhookEndpointRemoved } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Clock } from '../event-recording/index.ts';
import { mayActFor, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { endpointStreamOf } from './webhook-endpoints.ts';

/** Tell a service no more. Removing it again changes nothing. */
export class WebhookRemoval extends Command<void> {
  constructor(
    readonly endpointId: string,
    readonly principal: Principal,
  ) {
    super();
  }
}

@CommandHandler(WebhookRemoval)
export class WebhookRemovalHandler implements ICommandHandler<WebhookRemoval> {
  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
  ) {}

  async execute({ endpointId, principal }: WebhookRemoval): Promise<void> {
    const streamName = endpointStreamOf(endpointId);
    let controllerId: string | undefined;
    for await (const { type, data } of this.store.readStream(streamName)) {
      if (type === WebhookEndpointRemoved.type) return;
      const of = data['controllerId'];
      // One of another company is answered like one that does not exist.
      if (type !== WebhookEndpointRegistered.type || typeof of !== 'string' || !mayActFor(principal, of)) break;
      controllerId = of;
    }
    if (controllerId === undefined) throw new ProblemError('notFound');
    const id = uuidv7();
    const content = { envelope: { controllerId, occurredAt: this.clock.now() }, fields: { endpointId } };
    const { data } = encode(WebhookEndpointRemoved, content, this.parties.vocabulary());
    const metadata = { $correlationId: id, recordedBy: principal.actorId };
    const { position } = await this.store.append({
      ...{ streamName, expectedRevision: 'any' },
      events: [{ id, type: WebhookEndpointRemoved.type, data: { ...data }, metadata }],
    });
    await this.readModels.reach(position);
  }
}
