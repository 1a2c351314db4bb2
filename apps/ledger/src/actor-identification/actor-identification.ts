import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Vault, type Identifier } from '#libs/crypto-shredding';
import { ActorIdentified, encode } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { Clock, EventSealer } from '../event-recording/index.ts';
import { KnownParties } from '../registries/known-parties.ts';

/** Where holders of credentials are found; apart from the actors and subjects of every controller. */
export const HOLDERS_REALM = 'actors';

/** Whoever holds a credential, as the ledger meets them. Everything but the kind is sealed under their own key. */
export interface Holder {
  /** What they are found by in the vault, which keeps a keyed hash of it only. */
  readonly foundBy: Identifier;
  readonly kind: 'person' | 'service';
  /** To show; at most 200 characters. */
  readonly name?: string;
  /** By which accounts they are known elsewhere. */
  readonly accounts?: readonly Identifier[];
}

export interface Meeting {
  readonly correlationId: string;
  /** Actor on whose request they are met. Left out: their own. */
  readonly recordedBy?: string;
}

/** Finds the actor who holds a credential; one who is met for the first time gets a random id and a stream of their own. */
@Injectable()
export class ActorIdentification {
  constructor(
    private readonly vault: Vault,
    private readonly store: EventStore,
    private readonly sealer: EventSealer,
    private readonly clock: Clock,
    private readonly parties: KnownParties,
  ) {}

  /** @returns the actor's id. Who they are is durably recorded when it resolves. */
  async meet(holder: Holder, meeting: Meeting): Promise<string> {
    const [found] = await this.vault.resolve([{ realm: HOLDERS_REALM, identifiers: [holder.foundBy] }]);
    if (found === undefined) throw new Error('The vault gave no answer.');
    const { subjectId: actorId, unconfirmedLinks } = found;
    if (unconfirmedLinks.length === 0) return actorId;
    await this.record(actorId, holder, meeting);
    await this.vault.confirmLinks(unconfirmedLinks.map(({ linkId }) => linkId));
    return actorId;
  }

  private async record(actorId: string, { kind, name, accounts }: Holder, meeting: Meeting): Promise<void> {
    const content = {
      envelope: { actorId, occurredAt: this.clock.now() },
      fields: { actorKind: kind, ...(name === undefined ? {} : { name }) },
      ...(accounts === undefined ? {} : { identifiers: accounts }),
    };
    const encoded = encode(ActorIdentified, content, this.parties.vocabulary());
    const metadata = { $correlationId: meeting.correlationId, recordedBy: meeting.recordedBy ?? actorId };
    const draft = { id: uuidv7(), type: ActorIdentified.type, encoded, sealOwner: actorId, metadata };
    const events = await this.sealer.seal([draft]);
    try {
      await this.store.append({ streamName: `actor-${actorId}`, expectedRevision: 'noStream', events });
    } catch (error) {
      // Somebody else met them at the same moment, or before a crash that kept the link unconfirmed: they are recorded.
      if (!isThereAlready(error)) throw error;
    }
  }
}

const isThereAlready = (error: unknown): boolean =>
  error instanceof Error && error.name === 'EventStoreError' && Reflect.get(error, 'code') === 'wrongExpectedRevision';
