import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { v7 as uuidv7 } from 'uuid';
import { ApiKeyRevoked, encode } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Clock, EventSealer } from '../event-recording/index.ts';
import type { Principal } from '../identity/index.ts';
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
    let lastType: string | undefined;
    for await (const { type } of this.store.readStream(streamName, { direction: 'backwards', maxCount: 1 }))
      lastType = type;
    if (lastType === undefined) throw new ProblemError('notFound');
    if (lastType === ApiKeyRevoked.type) return;
    const id = uuidv7();
    const content = { envelope: { occurredAt: this.clock.now() }, fields: { keyId, cause: 'noLongerNeeded' } } as const;
    const encoded = encode(ApiKeyRevoked, content, this.parties.vocabulary());
    const metadata = { $correlationId: id, recordedBy: principal.actorId };
    const events = await this.sealer.seal([{ id, type: ApiKeyRevoked.type, encoded, metadata }]);
    const { position } = await this.store.append({ streamName, expectedRevision: 'any', events });
    await this.readModels.reach(position);
  }
}
