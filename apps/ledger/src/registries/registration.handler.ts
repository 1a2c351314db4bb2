import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { encode } from '#libs/domain';
import { EventStore, newEventOf, type NewEvent, type SerialisedEvent } from '#libs/event-store';
import { EventSealer } from '../event-recording/index.ts';
import { Clock } from '../event-recording/clock.ts';
import { assertController } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from './known-parties.ts';
import { Registration, type Registered } from './registration.command.ts';

@CommandHandler(Registration)
export class RegistrationHandler implements ICommandHandler<Registration> {
  constructor(
    private readonly store: EventStore,
    private readonly sealer: EventSealer,
    private readonly clock: Clock,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
  ) {}

  /** Answers when the entry can be used. The same entry again gives the first answer. */
  async execute({ entry, principal }: Registration): Promise<Registered> {
    const { definition, streamName, controllerId, fields } = entry;
    if (controllerId !== undefined) assertController(principal, controllerId);
    const id = uuidv7();
    const envelope = { occurredAt: this.clock.now(), ...(controllerId === undefined ? {} : { controllerId }) };
    const encoded = encode(definition, { envelope, fields: fields as never }, this.parties.vocabulary());
    const metadata = { $correlationId: id, recordedBy: principal.actorId };
    const events = await this.sealer.seal([{ id, type: definition.type, encoded, metadata }]);
    const position = await this.appendFirst(streamName, newEventOf(events[0] as SerialisedEvent));
    await this.readModels.reach(position);
    await this.parties.refresh();
    return { position };
  }

  private async appendFirst(streamName: string, event: NewEvent): Promise<number> {
    const [outcome] = await this.store.appendMany([{ streamName, expectedRevision: 'noStream', events: [event] }]);
    if (outcome?.ok === true) return outcome.position;
    if (outcome === undefined || outcome.error.code !== 'wrongExpectedRevision')
      throw outcome?.error ?? new Error('No outcome.');
    for await (const first of this.store.readStream(streamName, { maxCount: 1 })) {
      if (isDeepStrictEqual(first.data['fields'], event.data['fields'])) return first.position;
    }
    throw new ProblemError('alreadyExists');
  }
}
