import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { encode, MassLookupDetected, type EventDefinition, type FieldValues, type Fields } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Clock, EventSealer } from '../event-recording/index.ts';
import type { Principal } from '../identity/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { LookupWatch, type LookupAlarm, type Sighting } from '../request-limits/index.ts';

/** Whose data somebody is about to see; without a subject it is many people's. */
export interface Seen {
  readonly controllerId: string;
  readonly subjectId?: string;
}

/** Somebody is about to see something. Made by `accessTo`, which holds the fields to their definition. */
export interface Access extends Seen {
  readonly definition: EventDefinition;
  readonly fields: object;
}

export function accessTo<F extends Fields>(seen: Seen, definition: EventDefinition<F>, fields: FieldValues<F>): Access {
  return { ...seen, definition, fields };
}

/** Reading is processing too: what is read is recorded before it is handed out, and the person can see it. */
@Injectable()
export class AccessLog {
  constructor(
    private readonly store: EventStore,
    private readonly sealer: EventSealer,
    private readonly clock: Clock,
    private readonly parties: KnownParties,
    private readonly watch: LookupWatch,
  ) {}

  /**
   * Durable when it resolves. An answer may be given only then.
   * @throws ProblemError `tooManyRequests` where the credential has looked at too many people
   */
  async record(accesses: readonly Access[], principal: Principal): Promise<void> {
    const alarm = this.watch.note(principal.credentialId, accesses.flatMap(sightingsOf));
    if (alarm === undefined) await this.append(accesses, principal);
    else await this.raise(alarm, accesses, principal);
  }

  /** Somebody asked for an identifier that nobody has. It concerns no one, so it is told only where it was one of many. */
  async recordMiss(missed: Extract<Sighting, { readonly missed: unknown }>, principal: Principal): Promise<void> {
    const alarm = this.watch.note(principal.credentialId, [missed]);
    if (alarm !== undefined) await this.raise(alarm, [], principal);
  }

  private async raise(alarm: LookupAlarm, accesses: readonly Access[], principal: Principal): Promise<void> {
    try {
      await this.append([...accesses, ...(await this.detected(alarm, principal))], principal);
    } catch (error) {
      alarm.lost();
      throw error;
    }
    alarm.raised();
  }

  private async detected(alarm: LookupAlarm, principal: Principal): Promise<readonly Access[]> {
    const { credentialKind } = principal;
    const window = `PT${alarm.windowSeconds}S`;
    // One may have been registered through another process.
    await this.parties.refreshIfStale();
    return (
      alarm.lookups
        // An identifier can be tried at a controller that does not exist.
        .filter(({ controllerId }) => this.parties.hasController(controllerId))
        .map(({ controllerId, subjectCount, missCount }) =>
          accessTo({ controllerId }, MassLookupDetected, { credentialKind, subjectCount, missCount, window }),
        )
    );
  }

  private async append(accesses: readonly Access[], principal: Principal): Promise<void> {
    if (accesses.length === 0) return;
    const correlationId = uuidv7();
    const occurredAt = this.clock.now();
    const drafts = accesses.map(({ definition, controllerId, subjectId, fields }) => ({
      id: uuidv7(),
      type: definition.type,
      encoded: encode(
        definition,
        {
          envelope: { controllerId, subjectId, occurredAt, actorId: principal.actorId },
          fields: fields as FieldValues<Fields>,
        },
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

/** A search that was narrowed to one person is a look at that person. */
function sightingsOf({ controllerId, subjectId, fields }: Access): Sighting[] {
  const { filters } = fields as { readonly filters?: { readonly subjectId?: string } };
  const seen = subjectId ?? filters?.subjectId;
  return seen === undefined ? [] : [{ controllerId, subjectId: seen }];
}
