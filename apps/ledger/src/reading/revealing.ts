import { Injectable } from '@nestjs/common';
import { Vault, type OpenRequest, type Opened } from '#libs/crypto-shredding';
import { decode, IDENTIFIERS, sealOwnerOf, STATEMENTS, withOpened } from '#libs/domain';
import { EventStore, type RecordedEvent } from '#libs/event-store';
import type { RecordEntry } from '#libs/projections';
import { viewOf, type EntryView, type Revealed } from './entry-view.ts';

export const REVEALABLE = ['identifiers', 'statements', 'details'] as const;
export type Revealable = (typeof REVEALABLE)[number];

/** What somebody asked to have opened. */
export function isWanted(compartment: string, wanted: readonly Revealable[]): boolean {
  if (compartment === IDENTIFIERS) return wanted.includes('identifiers');
  if (compartment === STATEMENTS) return wanted.includes('statements');
  return compartment.startsWith('details/') && wanted.includes('details');
}

/** Opens what was sealed. Read models hold no ciphertext, so it is read from the log, event by event. */
@Injectable()
export class Revealing {
  constructor(
    private readonly store: EventStore,
    private readonly vault: Vault,
  ) {}

  /** Entries with the wanted compartments opened. Whoever calls has recorded the access. */
  async reveal(entries: readonly RecordEntry[], wanted: readonly Revealable[]): Promise<EntryView[]> {
    const views: EntryView[] = [];
    for (const entry of entries) {
      const opens = entry.sealed.some((compartment) => isWanted(compartment, wanted));
      views.push(opens ? await this.revealOne(entry, wanted) : viewOf(entry));
    }
    return views;
  }

  private async revealOne(entry: RecordEntry, wanted: readonly Revealable[]): Promise<EntryView> {
    const event = await this.eventOf(entry);
    const decoded = decode(event.type, event.data);
    const owner = sealOwnerOf(decoded.definition, decoded.envelope);
    const requests = Object.entries(decoded.sealed)
      .filter(([compartment]) => owner !== undefined && isWanted(compartment, wanted))
      .map(([compartment, sealed]): OpenRequest => ({
        subjectId: owner ?? '',
        compartment,
        eventId: event.id,
        field: compartment,
        sealed,
      }));
    const opened = await this.vault.open(requests);
    const byCompartment = new Map(requests.map(({ compartment }, index) => [compartment, opened[index] as Opened]));
    const { fields, identifiers, details, closed } = withOpened(decoded, byCompartment);
    const revealed: Revealed = {
      ...(identifiers === undefined ? {} : { identifiers }),
      ...(details === undefined ? {} : { details }),
      ...(Object.keys(closed).length === 0 ? {} : { closed }),
    };
    return { ...viewOf(entry), fields, revealed };
  }

  private async eventOf({ streamName, revision }: RecordEntry): Promise<RecordedEvent> {
    for await (const event of this.store.readStream(streamName, { fromRevision: revision, maxCount: 1 })) return event;
    throw new Error('The read model names an event that the log does not have.');
  }
}
