import { Injectable } from '@nestjs/common';
import { Vault } from '#libs/crypto-shredding';
import {
  ActorIdentified,
  encode,
  IdentifiersLinked,
  IdentityConflictDetected,
  type EncodedEvent,
  type StoredMetadata,
} from '#libs/domain';
import type { NewEvent } from '#libs/event-store';
import { EventSealer, type EventDraft } from '../event-recording/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import type { LinkRecording, IdentityNews } from './link-recording.ts';
import { identifiersOf, type Person } from './people.ts';
import type { PreparedRecord } from './record-appender.ts';
import type { RecordDraft } from './record-draft.ts';

/** A draft whose content fits its type and whose people were found. */
export interface IdentifiedDraft extends RecordDraft {
  readonly encoded: EncodedEvent;
  /** Absent for a record about no single person. */
  readonly person: Person | undefined;
  readonly actor: Person | undefined;
}

/** A record ready to be appended, and what must be done when it was. */
export interface ReadyRecord extends PreparedRecord {
  readonly draft: IdentifiedDraft;
  readonly news: IdentityNews;
  /** A newly met actor's own stream, to be written before. */
  readonly actorIdentified: { readonly streamName: string; readonly event: NewEvent } | undefined;
}

const NO_NEWS: IdentityNews = { links: [], conflicts: [] };

/** Seals drafts: from here on nothing that was said about a person is in clear. */
@Injectable()
export class RecordPreparation {
  constructor(
    private readonly vault: Vault,
    private readonly sealer: EventSealer,
    private readonly parties: KnownParties,
  ) {}

  /** One record each, in order. All that must be durable beside the log is when it resolves. */
  async prepare(
    drafts: readonly IdentifiedDraft[],
    links: LinkRecording,
    recordedBy: string,
  ): Promise<readonly ReadyRecord[]> {
    const fingerprints = await this.fingerprints(
      drafts.map(({ content, person }) => ({ content, subjectId: person?.id })),
    );
    const planned = drafts.map((draft, index) => {
      const news = draft.person === undefined ? NO_NEWS : links.take(draft.person);
      const metadata = metadataOf(draft, recordedBy);
      const actorEvents = this.actorEvents(draft, metadata);
      const record: EventDraft = {
        id: draft.eventId,
        type: draft.definition.type,
        encoded: draft.encoded,
        sealOwner: draft.person?.id,
        metadata: { ...metadata, fingerprint: fingerprints[index] ?? '' },
      };
      return { draft, news, actorEvents, events: [...this.identityEvents(draft, news, metadata), record] };
    });
    const sealed = await this.sealer.seal(planned.flatMap(({ actorEvents, events }) => [...actorEvents, ...events]));
    let next = 0;
    const take = (count: number): NewEvent[] => sealed.slice(next, (next += count));
    return planned.map(({ draft, news, actorEvents, events }, index) => {
      const [actorEvent] = take(actorEvents.length);
      return {
        draft,
        news,
        actorIdentified:
          actorEvent === undefined ? undefined : { streamName: `actor-${draft.actor?.id ?? ''}`, event: actorEvent },
        streamName:
          draft.person === undefined ? `dataController-${draft.report.controllerId}` : `dataSubject-${draft.person.id}`,
        streamIsNew: draft.person?.minted ?? false,
        events: take(events.length),
        fingerprint: fingerprints[index] ?? '',
      };
    });
  }

  /**
   * What tells this content from another one, one each. For a person it is keyed by their own key and dies with it; for
   * nobody there is nothing personal to hide.
   */
  async fingerprints(
    contents: readonly { readonly content: string; readonly subjectId: string | undefined }[],
  ): Promise<string[]> {
    const personal = contents.flatMap(({ content, subjectId }) =>
      subjectId === undefined ? [] : [{ content, subjectId }],
    );
    const keyed = personal.length === 0 ? [] : await this.vault.fingerprint(personal);
    let next = 0;
    return contents.map(({ content, subjectId }) =>
      subjectId === undefined ? this.vault.derivedId('content', [content]) : (keyed[next++] ?? ''),
    );
  }

  private identityEvents(draft: IdentifiedDraft, news: IdentityNews, metadata: StoredMetadata): EventDraft[] {
    const { person, recordId, eventId, report } = draft;
    if (person === undefined) return [];
    const envelope = { controllerId: report.controllerId, subjectId: person.id, occurredAt: report.occurredAt };
    const vocabulary = this.parties.vocabulary();
    const events: EventDraft[] = [];
    if (news.links.length > 0) {
      const identifiers = identifiersOf(news.links);
      events.push({
        id: this.vault.derivedId('identifiersLinked', [eventId]),
        type: IdentifiersLinked.type,
        encoded: encode(
          IdentifiersLinked,
          { envelope, fields: { identifierCount: identifiers.length }, identifiers },
          vocabulary,
        ),
        sealOwner: person.id,
        metadata,
      });
    }
    for (const conflict of news.conflicts) {
      const fields = { otherSubjectId: conflict.subjectId };
      events.push({
        id: this.vault.derivedId('identityConflict', [recordId, eventId, conflict.subjectId]),
        type: IdentityConflictDetected.type,
        encoded: encode(IdentityConflictDetected, { envelope, fields, identifiers: [conflict.identifier] }, vocabulary),
        sealOwner: person.id,
        metadata,
      });
    }
    return events;
  }

  private actorEvents({ actor, report, recordId }: IdentifiedDraft, metadata: StoredMetadata): EventDraft[] {
    if (actor === undefined || actor.unconfirmedLinks.length === 0) return [];
    const { controllerId, occurredAt } = report;
    const content = {
      envelope: { controllerId, actorId: actor.id, occurredAt },
      fields: { actorKind: report.actor?.kind ?? 'person' },
      identifiers: identifiersOf(actor.unconfirmedLinks),
    } as const;
    return [
      {
        id: this.vault.derivedId('actorIdentified', [recordId, actor.id]),
        type: ActorIdentified.type,
        encoded: encode(ActorIdentified, content, this.parties.vocabulary()),
        sealOwner: actor.id,
        metadata,
      },
    ];
  }
}

function metadataOf({ report, recordId }: RecordDraft, recordedBy: string): StoredMetadata {
  return {
    $correlationId: report.correlationId?.toLowerCase() ?? recordId,
    ...(report.causationId === undefined ? {} : { $causationId: report.causationId.toLowerCase() }),
    ...(report.traceparent === undefined ? {} : { traceparent: report.traceparent }),
    recordedBy,
  };
}
