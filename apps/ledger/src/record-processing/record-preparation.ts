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
import type { SerialisedEvent } from '#libs/event-store';
import { EventSealer, type EventDraft } from '../event-recording/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { NO_NEWS, type IdentityNews, type LinkRecording } from './link-recording.ts';
import { identifiersOf, type Person } from './people.ts';
import type { PreparedRecord } from './record-appender.ts';
import type { RecordDraft } from './record-draft.ts';
import type { EventSlip } from './record-receipt.ts';

/** A draft whose content fits its type and whose people were found. */
export interface IdentifiedDraft {
  readonly draft: RecordDraft;
  readonly encoded: EncodedEvent;
  /** Absent for a record about no single person. */
  readonly person: Person | undefined;
  readonly actor: Person | undefined;
}

/** A record ready to be appended, and what must be done when it was. */
export interface ReadyRecord extends PreparedRecord {
  readonly slip: EventSlip;
  readonly subjectId: string | undefined;
  readonly news: IdentityNews;
  readonly actorIdentified: ActorIdentifiedAppend | undefined;
}

/** A newly met actor's own stream, to be written before what they did. */
interface ActorIdentifiedAppend {
  readonly streamName: string;
  readonly event: SerialisedEvent;
  readonly linkIds: readonly string[];
}

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
      drafts.map(({ draft: { content }, person }) => ({ content, subjectId: person?.id })),
    );
    const events: EventDraft[] = [];
    const planned = drafts.map((one, index) => {
      const news = one.person === undefined ? NO_NEWS : links.take(one.person);
      const metadata = metadataOf(one.draft, recordedBy);
      const actorEvent = this.actorEvent(one, metadata);
      if (actorEvent !== undefined) events.push(actorEvent);
      const first = events.length;
      if (news !== NO_NEWS) events.push(...this.identityEvents(one, news, metadata));
      events.push(recordEvent(one, { ...metadata, fingerprint: fingerprints[index] ?? '' }));
      return { news, hasActorEvent: actorEvent !== undefined, first, end: events.length };
    });
    const sealed = await this.sealer.seal(events);
    return drafts.map((one, index): ReadyRecord => {
      const { news, hasActorEvent, first, end } = planned[index] as (typeof planned)[number];
      const { draft, person, actor } = one;
      return {
        slip: draft.slip,
        subjectId: person?.id,
        news,
        actorIdentified: hasActorEvent ? actorAppend(actor, sealed[first - 1]) : undefined,
        streamName: person === undefined ? `dataController-${draft.report.controllerId}` : `dataSubject-${person.id}`,
        streamIsNew: person?.minted ?? false,
        events: sealed.slice(first, end),
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

  private identityEvents(one: IdentifiedDraft, news: IdentityNews, metadata: StoredMetadata): EventDraft[] {
    const { person, draft } = one;
    if (person === undefined) return [];
    const { report, slip } = draft;
    const { recordId, eventId } = slip;
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

  private actorEvent({ actor, draft }: IdentifiedDraft, metadata: StoredMetadata): EventDraft | undefined {
    if (actor === undefined || actor.unconfirmedLinks.length === 0) return undefined;
    const { report, slip } = draft;
    const { controllerId, occurredAt } = report;
    const content = {
      envelope: { controllerId, actorId: actor.id, occurredAt },
      fields: { actorKind: report.actor?.kind ?? 'person' },
      identifiers: identifiersOf(actor.unconfirmedLinks),
    } as const;
    return {
      id: this.vault.derivedId('actorIdentified', [slip.recordId, actor.id]),
      type: ActorIdentified.type,
      encoded: encode(ActorIdentified, content, this.parties.vocabulary()),
      sealOwner: actor.id,
      metadata,
    };
  }
}

function recordEvent({ draft, encoded, person }: IdentifiedDraft, metadata: StoredMetadata): EventDraft {
  return { id: draft.slip.eventId, type: draft.definition.type, encoded, sealOwner: person?.id, metadata };
}

function actorAppend(actor: Person | undefined, event: SerialisedEvent | undefined): ActorIdentifiedAppend | undefined {
  if (actor === undefined || event === undefined) return undefined;
  const linkIds = actor.unconfirmedLinks.map(({ linkId }) => linkId);
  return { streamName: `actor-${actor.id}`, event, linkIds };
}

function metadataOf({ report, slip }: RecordDraft, recordedBy: string): StoredMetadata {
  return {
    $correlationId: report.correlationId?.toLowerCase() ?? slip.recordId,
    ...(report.causationId === undefined ? {} : { $causationId: report.causationId.toLowerCase() }),
    ...(report.traceparent === undefined ? {} : { traceparent: report.traceparent }),
    recordedBy,
  };
}
