import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { encode, type EventDefinition, type FieldValues, type Fields } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Clock, EventSealer } from '../event-recording/index.ts';
import type { Principal } from '../identity/index.ts';
import { KnownParties } from '../registries/known-parties.ts';

/** Somebody is about to see something. */
export interface Access<F extends Fields> {
  readonly definition: EventDefinition<F>;
  readonly controllerId: string;
  /** Whose data; absent where it is many people's. */
  readonly subjectId?: string;
  readonly fields: FieldValues<F>;
}

/** Reading is processing too: what is read is recorded before it is handed out, and the person can see it. */
@Injectable()
export class AccessLog {
  constructor(
    private readonly store: EventStore,
    private readonly sealer: EventSealer,
    private readonly clock: Clock,
    private readonly parties: KnownParties,
  ) {}

  /** Durable when it resolves. An answer may be given only then. */
  async record<F extends Fields>(accesses: readonly Access<F>[], principal: Principal): Promise<void> {
    const correlationId = uuidv7();
    const occurredAt = this.clock.now();
    const drafts = accesses.map(({ definition, controllerId, subjectId, fields }) => ({
      id: uuidv7(),
      type: definition.type,
      encoded: encode(
        definition,
        { envelope: { controllerId, subjectId, occurredAt, actorId: principal.actorId }, fields },
        this.parties.vocabulary(),
      ),
      sealOwner: subjectId,
      metadata: { $correlationId: correlationId, recordedBy: principal.actorId },
    }));
    const events = await this.sealer.seal(drafts);
    const outcomes = await this.store.appendMany(
      accesses.map(({ subjectId, controllerId }, index) => ({
        streamName: subjectId === undefined ? `dataController-${controllerId}` : `access-${subjectId}`,
        expectedRevision: 'any' as const,
        events: events.slice(index, index + 1),
      })),
    );
    for (const outcome of outcomes) if (!outcome.ok) throw outcome.error;
  }
}
