import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { ApiKeyCreated, ApiKeyRevoked, decode, encode, fieldsAs } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Clock, EventSealer } from '../event-recording/index.ts';
import { mayActForAll, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';

/** End a credential. Ending it again changes nothing. */
export class ApiKeyRevocation extends Command<void> {
  constructor(
    readonly keyId: string,
    readonly principal: Principal,
  ) {
    super();
  }
}

@CommandHandler(ApiKeyRevocation)
export class ApiKeyRevocationHandler implements ICommandHandler<ApiKeyRevocation> {
  constructor(
    private readonly store: EventStore,
    private readonly sealer: EventSealer,
    private readonly clock: Clock,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
  ) {}

  async execute({ keyId, principal }: ApiKeyRevocation): Promise<void> {
    const streamName = `apiKey-${keyId}`;
    let known = false;
    for await (const { type, data } of this.store.readStream(streamName)) {
      if (type === ApiKeyRevoked.type) return;
      // One of other controllers is answered like one that does not exist.
      const created = fieldsAs(decode(type, data), ApiKeyCreated);
      known = created !== undefined && mayActForAll(principal, created.controllers ?? 'all');
      if (!known) break;
    }
    if (!known) throw new ProblemError('notFound');
    const id = uuidv7();
    const content = { envelope: { occurredAt: this.clock.now() }, fields: { keyId, cause: 'noLongerNeeded' } } as const;
    const encoded = encode(ApiKeyRevoked, content, this.parties.vocabulary());
    const metadata = { $correlationId: id, recordedBy: principal.actorId };
    const events = await this.sealer.seal([{ id, type: ApiKeyRevoked.type, encoded, metadata }]);
    const { position } = await this.store.append({ streamName, expectedRevision: 'any', events });
    await this.readModels.reach(position);
  }
}
