import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { encode, vocabularyFrom, WebhookEndpointRegistered } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { ActorIdentification } from '../actor-identification/actor-identification.ts';
import { Clock, EventSealer } from '../event-recording/index.ts';
import type { Principal } from '../identity/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { WebhookAdmission } from './webhook-admission.ts';
import { endpointStreamOf } from './webhook-endpoints.ts';
import { mintWebhookSecret } from './webhook-signature.ts';
import type { RegisteredWebhookDto, WebhookRegistrationDto } from './webhooks.dto.ts';

/** The event names no terms. */
const NO_TERMS = vocabularyFrom([]);

/** Have a service told what is due. */
export class WebhookRegistration extends Command<RegisteredWebhookDto> {
  constructor(
    readonly wanted: WebhookRegistrationDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

@CommandHandler(WebhookRegistration)
export class WebhookRegistrationHandler implements ICommandHandler<WebhookRegistration> {
  constructor(
    private readonly actors: ActorIdentification,
    private readonly store: EventStore,
    private readonly sealer: EventSealer,
    private readonly clock: Clock,
    private readonly readModels: ReadModels,
    private readonly admission: WebhookAdmission,
  ) {}

  async execute({ wanted: { controllerId, url }, principal }: WebhookRegistration): Promise<RegisteredWebhookDto> {
    await this.admission.assertFits({ controllerId, url }, principal);
    const [id, endpointId, secret] = [uuidv7(), uuidv7(), mintWebhookSecret()];
    const metadata = { $correlationId: id, recordedBy: principal.actorId };
    // The service that is told has keys of its own, which its address and secret can be erased with.
    const actorId = await this.actors.meet(
      { foundBy: { scheme: 'webhookEndpoint', value: endpointId }, kind: 'service' },
      { correlationId: id, recordedBy: principal.actorId },
    );
    const envelope = { controllerId, occurredAt: this.clock.now(), actorId };
    const fields = { endpointId, url, secret };
    const encoded = encode(WebhookEndpointRegistered, { envelope, fields }, NO_TERMS);
    const draft = { id, type: WebhookEndpointRegistered.type, encoded, sealOwner: actorId, metadata };
    const { position } = await this.store.append({
      streamName: endpointStreamOf(endpointId),
      expectedRevision: 'noStream',
      events: await this.sealer.seal([draft]),
    });
    // The secret is shown this once: it is given also when the read models are late.
    await this.readModels.reach(position).catch(() => undefined);
    return { id: endpointId, secret, position };
  }
}
