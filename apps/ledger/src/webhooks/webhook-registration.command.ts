import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { encode, WebhookEndpointRegistered } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { ActorIdentification } from '../actor-identification/actor-identification.ts';
import { Clock, EventSealer } from '../event-recording/index.ts';
import { assertController, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { Settings } from '../settings/index.ts';
import { addressFault, type AddressFault } from './webhook-address.ts';
import { endpointStreamOf } from './webhook-endpoints.ts';
import { mintWebhookSecret } from './webhook-signature.ts';
import type { RegisteredWebhookDto, WebhookRegistrationDto } from './webhooks.dto.ts';

/** Endpoints of one company: each is told of each task. */
const ENDPOINTS_COUNT_MAX = 10;

const WRONG: { readonly [F in AddressFault]: string } = {
  malformed: 'must be an address of the web, without a fragment',
  notHttps: 'must begin with https://',
  hasCredentials: 'must have no user name and no password',
  notPublic: 'must be a public address',
};

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
    private readonly parties: KnownParties,
    private readonly settings: Settings,
  ) {}

  async execute({ wanted: { controllerId, url }, principal }: WebhookRegistration): Promise<RegisteredWebhookDto> {
    await this.assertFits(controllerId, url, principal);
    const [id, endpointId, secret] = [uuidv7(), uuidv7(), mintWebhookSecret()];
    const metadata = { $correlationId: id, recordedBy: principal.actorId };
    // The service that is told has keys of its own, which its address and secret can be erased with.
    const actorId = await this.actors.meet(
      { foundBy: { scheme: 'webhookEndpoint', value: endpointId }, kind: 'service' },
      { correlationId: id, recordedBy: principal.actorId },
    );
    const envelope = { controllerId, occurredAt: this.clock.now(), actorId };
    const fields = { endpointId, url, secret };
    const encoded = encode(WebhookEndpointRegistered, { envelope, fields }, this.parties.vocabulary());
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

  private async assertFits(controllerId: string, url: string, principal: Principal): Promise<void> {
    assertController(principal, controllerId);
    if (!this.parties.hasController(controllerId)) await this.parties.refreshIfStale();
    if (!this.parties.hasController(controllerId)) throw new ProblemError('unknownController');
    const fault = addressFault(url, { allowLoopback: this.settings.webhookAllowLoopback });
    if (fault !== undefined) {
      throw new ProblemError('invalidBody', { errors: [{ pointer: '/url', code: fault, message: WRONG[fault] }] });
    }
    const { length } = await this.readModels.queries.tasks.endpoints([controllerId]);
    if (length < ENDPOINTS_COUNT_MAX) return;
    throw new ProblemError('stateConflict', { detail: `The company has ${length} webhooks: remove one first.` });
  }
}
