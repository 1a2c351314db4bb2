import {
  changesTo,
  judge,
  noteVerdict,
  PolicyVersionPublished,
  publishedBefore,
  ReassessmentRequested,
} from '#libs/domain';
import type { AssessmentCause, Context, PublishedPolicy, Verdict } from '#libs/domain';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import type { AssessmentStates, Reach } from '#libs/projections';
import { evolveKnown, isAssessed, type AssessedStream } from './assessed-stream.ts';
import { AssessedStreams, keptStateOf } from './assessed-streams.ts';
import { FindingAppender } from './finding-appender.ts';
import { findingIdOf } from './finding-ids.ts';
import { withChange } from './finding-record.ts';
import { Measures } from './measures.ts';
import { PolicyShelf } from './policy-shelf.ts';
import { Rejudging, type Judged } from './rejudging.ts';
import { placedFact, type PlacedFact } from './stream-facts.ts';

export interface AssessorParts {
  readonly store: Pick<EventStore, 'readStream' | 'readAll'>;
  /** Where findings are appended: with the embedded store another thread does it. */
  readonly appends: Pick<EventStore, 'appendMany'>;
  readonly states: AssessmentStates;
  readonly shelf: PolicyShelf;
  readonly measures: Measures;
  /** The rules failed on a record: a fault of theirs, told and passed over. */
  readonly onUnjudged?: (unjudged: { readonly position: number; readonly type: string }) => void;
}

/**
 * Judges every record in the order of the log, and appends what does not conform as findings. It starts from its own stored
 * position, and what it says about a place in the log it says once: ids are derived, and appends expect a revision.
 */
export class Assessor {
  private readonly streams: AssessedStreams;
  private readonly appender: FindingAppender;
  private readonly rejudging: Rejudging;
  /** Up to here the log may have been judged before, by an assessor that could not say so any more. */
  private restoringUntil = -1;

  private readonly parts: AssessorParts;

  constructor(parts: AssessorParts) {
    this.parts = parts;
    this.streams = new AssessedStreams(parts.store, parts.states);
    this.appender = new FindingAppender(parts.store, parts.appends);
    this.rejudging = new Rejudging(parts, this.streams, {
      verdictOn: (placed, context, versions) => this.verdictOn(placed, context, versions),
      note: (stream, judged) => this.note(stream, judged),
    });
  }

  /** Go on from the kept position; what was at hand is void. @param last Last position of the log. */
  begin(last: number | undefined): void {
    this.streams.forget();
    this.restoringUntil = last ?? -1;
  }

  /** Findings are durable, and then so is the position, when it resolves. */
  async assess(events: readonly RecordedEvent[], reach: Reach): Promise<void> {
    await this.streams.fetch(
      new Set(events.filter((event) => this.isFollowed(event)).map(({ streamName }) => streamName)),
    );
    for (const event of events) {
      if (event.type === PolicyVersionPublished.type) await this.parts.shelf.look(idIn(event.streamName));
      else if (event.type === ReassessmentRequested.type) await this.reassess(event);
      else if (isAssessed(event.streamName)) await this.take(event);
    }
    const changed = this.streams.changed();
    await this.appender.flush(changed);
    await this.parts.states.save(changed.map(keptStateOf), reach);
    this.streams.kept();
  }

  /** Whether the stream is one of a company that is known to have published a policy. */
  private isFollowed({ streamName, data: { controllerId } }: RecordedEvent): boolean {
    const published = typeof controllerId === 'string' ? this.parts.shelf.known(controllerId) : undefined;
    return published !== undefined && published.length > 0 && isAssessed(streamName);
  }

  private async take(event: RecordedEvent): Promise<void> {
    const { controllerId } = event.data;
    if (typeof controllerId !== 'string') return;
    const published = this.parts.shelf.known(controllerId) ?? (await this.parts.shelf.look(controllerId));
    const versions = publishedBefore(published, event.position);
    // Of a company that has published no policy nothing is judged, and nothing kept.
    if (versions.length === 0) return;
    const { streamName } = event;
    const stream = await this.streams.before(event.position, { streamName, controllerId, isNew: event.revision === 0 });
    if (stream.revision >= event.revision) return;
    const placed = placedFact(event);
    stream.revision = event.revision;
    this.streams.touch(stream);
    if (placed === undefined) return;
    const { judged } = stream;
    await this.judge(stream, placed, versions);
    stream.known = evolveKnown(stream.known, placed.fact);
    await this.rejudging.becauseOf({ ...placed, judged }, stream, versions);
  }

  private async judge(
    stream: AssessedStream,
    { fact, position, recordedAt }: PlacedFact,
    versions: readonly PublishedPolicy[],
  ): Promise<void> {
    const context = await this.streams.contextOf(stream, position);
    const verdict = this.verdictOn({ fact, position }, context, versions);
    if (verdict === undefined) return;
    stream.judged = noteVerdict(stream.judged, fact, verdict.findings);
    const cause: AssessmentCause = { cause: 'record', position };
    await this.note(stream, { fact, verdict, cause, at: recordedAt, causedBy: fact.id });
  }

  /** A rule that fails on one record must not keep all that come after it from being judged. */
  private verdictOn(
    { fact, position }: Pick<PlacedFact, 'fact' | 'position'>,
    context: Context,
    versions: readonly PublishedPolicy[],
  ): Verdict | undefined {
    try {
      return judge(fact, context, this.parts.measures.of(fact, versions));
    } catch {
      this.parts.onUnjudged?.({ position, type: fact.type });
      return undefined;
    }
  }

  /** Have what the verdict changes appended with the rest of the batch. */
  private async note(stream: AssessedStream, judged: Judged): Promise<void> {
    const isNew = judged.cause.cause === 'record' && judged.cause.position > this.restoringUntil;
    if (isNew && judged.verdict.outcome === 'conforms') return;
    const findings = isNew && stream.findings === undefined ? undefined : await this.streams.findingsOf(stream);
    if (findings !== undefined && findings.judgedUpTo > judged.cause.position) return;
    const known = [...(findings?.byId.values() ?? [])].filter(({ recordId }) => recordId === judged.fact.id);
    const { cause, at, causedBy } = judged;
    for (const change of changesTo(known, judged, findingIdOf)) {
      stream.pending.push({ change, cause, at, causedBy });
      this.streams.touch(stream);
      // One verdict may change several findings: each stands beside those before it.
      if (findings !== undefined) stream.findings = withChange(stream.findings ?? findings, change);
    }
  }

  private async reassess(event: RecordedEvent): Promise<void> {
    for await (const stream of this.rejudging.asked(event)) await this.appender.flush([stream]);
  }
}

const idIn = (streamName: string): string => streamName.slice(streamName.indexOf('-') + 1);
