import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { ApiKeyCreated, encode } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { ActorIdentification } from '../actor-identification/actor-identification.ts';
import { Clock, EventSealer, type EventDraft } from '../event-recording/index.ts';
import { mayActForAll, mintApiKey, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import type { ApiKeyCreationDto, CreatedApiKeyDto } from './api-keys.dto.ts';

export class ApiKeyCreation extends Command<CreatedApiKeyDto> {
  constructor(
    readonly wanted: ApiKeyCreationDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

@CommandHandler(ApiKeyCreation)
export class ApiKeyCreationHandler implements ICommandHandler<ApiKeyCreation> {
  constructor(
    private readonly actors: ActorIdentification,
    private readonly store: EventStore,
    private readonly sealer: EventSealer,
    private readonly clock: Clock,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
  ) {}

  /** Answers when the key works. */
  async execute({ wanted, principal }: ApiKeyCreation): Promise<CreatedApiKeyDto> {
    // Nobody gives away more than they have.
    if (!mayActForAll(principal, wanted.controllers)) throw new ProblemError('controllerNotAllowed');
    await this.assertFits(wanted);
    const correlationId = uuidv7();
    const metadata = { $correlationId: correlationId, recordedBy: principal.actorId };
    const { keyId, token, secretHash } = mintApiKey();
    // One holder for each key: two of the same name need not be one person, least of all at two controllers.
    const actorId = await this.actors.meet(
      { foundBy: { scheme: 'apiKey', value: keyId }, kind: wanted.kind ?? 'service', name: wanted.name },
      { correlationId, recordedBy: principal.actorId },
    );
    const { roles, controllers, subjectId, label, expiresAt } = wanted;
    const fields = {
      keyId,
      keyHash: secretHash,
      holder: actorId,
      roles,
      ...(controllers === 'all' ? {} : { controllers }),
      ...(subjectId === undefined ? {} : { subjectId: subjectId.toLowerCase() }),
      ...(label === undefined ? {} : { label }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    };
    const encoded = encode(
      ApiKeyCreated,
      { envelope: { occurredAt: this.clock.now() }, fields },
      this.parties.vocabulary(),
    );
    const draft: EventDraft = { id: uuidv7(), type: ApiKeyCreated.type, encoded, metadata };
    const events = await this.sealer.seal([draft]);
    const { position } = await this.store.append({
      streamName: `apiKey-${keyId}`,
      expectedRevision: 'noStream',
      events,
    });
    // The token is shown this once: it is given also when the read models are late and the key works in a moment only.
    await this.readModels.reach(position).catch(() => undefined);
    return { keyId, token, actorId, position };
  }

  private async assertFits({ roles, controllers, subjectId }: ApiKeyCreationDto): Promise<void> {
    if (roles.includes('subject') !== (subjectId !== undefined)) {
      const error = {
        pointer: '/subjectId',
        code: 'subjectRole',
        message: 'must be given with the role subject, and only then',
      };
      throw new ProblemError('invalidBody', { errors: [error] });
    }
    if (controllers === 'all') return;
    await this.parties.refresh();
    const unknown = controllers.findIndex((id) => !this.parties.hasController(id));
    if (unknown < 0) return;
    const error = {
      pointer: `/controllers/${unknown}`,
      code: 'unknownController',
      message: 'is no registered controller',
    };
    throw new ProblemError('unknownController', { errors: [error] });
  }
}
