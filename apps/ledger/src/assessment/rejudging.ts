import { codesMendedBy, isForgotten, noteVerdict, publishedBefore, revisedBy } from '#libs/domain';
import type { AssessmentCause, Context, Fact, JudgedState, PublishedPolicy, Revision, Verdict } from '#libs/domain';
import type { EventStore, RecordedEvent } from '#libs/event-store';
import type { AssessmentStates } from '#libs/projections';
import { isAssessed, type AssessedStream } from './assessed-stream.ts';
import type { AssessedStreams } from './assessed-streams.ts';
import { openCodesOf } from './open-facts.ts';
import type { PolicyShelf } from './policy-shelf.ts';
import { factsOf, placedFact, type PlacedFact } from './stream-facts.ts';

/** A verdict, and why it was given. */
export interface Judged {
  readonly fact: Fact;
  readonly verdict: Verdict;
  readonly cause: AssessmentCause;
  /** When the ledger learnt what made it judge, RFC 3339. */
  readonly at: string;
  readonly causedBy: string;
}

export interface RejudgingParts {
  readonly store: Pick<EventStore, 'readStream' | 'readAll'>;
  readonly states: Pick<AssessmentStates, 'streamsLacking' | 'streamsActingSince'>;
  readonly shelf: PolicyShelf;
}

/** How the assessor judges, and what it does about it. */
export interface Judging {
  verdictOn(
    placed: Pick<PlacedFact, 'fact' | 'position'>,
    context: Context,
    versions: readonly PublishedPolicy[],
  ): Verdict | undefined;
  note(stream: AssessedStream, judged: Judged): Promise<void>;
}

/** Which facts of a stream, and because of what. */
interface Task {
  readonly wanted: (fact: Fact) => boolean;
  readonly cause: AssessmentCause & { readonly because: string };
  readonly at: string;
  readonly versions: readonly PublishedPolicy[];
}

/** Any company has acted lately: what then would an event bear on? */
const EVER = { open: [], lastActAt: Infinity };

/** Judges again what was judged before: because evidence came late, or because somebody asked. */
export class Rejudging {
  private readonly parts: RejudgingParts;
  private readonly streams: AssessedStreams;
  private readonly judging: Judging;

  constructor(parts: RejudgingParts, streams: AssessedStreams, judging: Judging) {
    this.parts = parts;
    this.streams = streams;
    this.judging = judging;
  }

  /**
   * A record may bear on earlier ones of the same person; one of the company, on those of any person.
   * @param evidence with what of the stream was judged before it came: it bears on nothing by being judged itself
   */
  async becauseOf(
    evidence: PlacedFact & { readonly judged: JudgedState },
    stream: AssessedStream,
    versions: readonly PublishedPolicy[],
  ): Promise<void> {
    const { fact, position, recordedAt } = evidence;
    const task = (revision: Revision): Task => ({
      wanted: wantedBy(revision, fact.id),
      cause: { cause: 'evidence', because: fact.id, position },
      at: recordedAt,
      versions,
    });
    const own = revisedBy(evidence.judged, fact);
    if (isSomething(own)) await this.again(stream, task(own));
    if (stream.known.kind === 'subject') return;
    for (const streamName of await this.touchedBy(stream.controllerId, fact)) {
      if (streamName === stream.streamName) continue;
      const other = await this.streams.before(position, { streamName, controllerId: stream.controllerId });
      const revision = revisedBy(other.judged, fact);
      if (isSomething(revision)) await this.again(other, task(revision));
    }
  }

  /** The records of a company, as it was asked. Each stream is given out when it was judged. */
  async *asked(event: RecordedEvent): AsyncGenerator<AssessedStream, void, undefined> {
    const { controllerId, fields } = event.data as unknown as AskedData;
    const versions = publishedBefore(await this.parts.shelf.look(controllerId), event.position);
    if (versions.length === 0) return;
    const from = fields.from === undefined ? -Infinity : Date.parse(fields.from);
    const to = fields.to === undefined ? Infinity : Date.parse(fields.to);
    const wanted = ({ at }: Fact): boolean => from <= at && at < to;
    const cause = { cause: 'reassessment', because: event.id, position: event.position } as const;
    for (const streamName of await this.streamsWith(controllerId, wanted, event.position)) {
      const stream = await this.streams.before(event.position, { streamName, controllerId });
      await this.again(stream, { wanted, cause, at: event.recordedAt, versions });
      yield stream;
    }
  }

  private async again(stream: AssessedStream, { wanted, cause, at, versions }: Task): Promise<void> {
    const findings = await this.streams.findingsOf(stream);
    const found = new Set([...findings.byId.values()].map(({ recordId }) => recordId));
    for await (const { fact, position } of factsOf(this.parts.store, stream.streamName)) {
      if (position >= cause.position) return;
      // What nobody judged, since the company had no policy yet, is judged only when somebody asks.
      const wasJudged = found.has(fact.id) || publishedBefore(versions, position).length > 0;
      if (!wanted(fact) || (cause.cause === 'evidence' && !wasJudged)) continue;
      const context = await this.streams.contextOf(stream, cause.position);
      // What it was judged by is not all known any more: what was found stands.
      if (wasJudged && isForgotten(context.subject, fact)) continue;
      const verdict = this.judging.verdictOn({ fact, position }, context, versions);
      if (verdict === undefined) continue;
      stream.judged = noteVerdict(stream.judged, fact, verdict.findings);
      this.streams.touch(stream);
      await this.judging.note(stream, { fact, verdict, cause, at, causedBy: cause.because });
    }
  }

  /** Streams of persons with judged acts that something recorded about the company bears on. */
  private async touchedBy(controllerId: string, evidence: Fact): Promise<ReadonlySet<string>> {
    const codes = codesMendedBy(evidence.type);
    const { from } = revisedBy(EVER, evidence);
    if (codes.length === 0 && from === undefined) return new Set();
    const { states } = this.parts;
    const kept = await states.streamsLacking(controllerId, codes);
    const acting = from === undefined ? [] : await states.streamsActingSince(controllerId, from);
    const changed = this.streams
      .changed()
      .filter((stream) => stream.controllerId === controllerId && isTouched(stream, codes, from));
    return new Set([...kept, ...acting, ...changed.map(({ streamName }) => streamName)]);
  }

  private async streamsWith(
    controllerId: string,
    wanted: (fact: Fact) => boolean,
    before: number,
  ): Promise<ReadonlySet<string>> {
    const names = new Set<string>();
    for await (const event of this.parts.store.readAll()) {
      if (event.position >= before) break;
      if (event.data['controllerId'] !== controllerId || !isAssessed(event.streamName)) continue;
      if (names.has(event.streamName)) continue;
      const placed = placedFact(event);
      if (placed !== undefined && wanted(placed.fact)) names.add(event.streamName);
    }
    return names;
  }
}

interface AskedData {
  readonly controllerId: string;
  readonly fields: { readonly from?: string; readonly to?: string };
}

const isSomething = ({ facts, from }: Revision): boolean => facts.length > 0 || from !== undefined;

function wantedBy({ facts, from = Infinity }: Revision, evidenceId: string): (fact: Fact) => boolean {
  const ids = new Set(facts);
  return ({ id, at }) => id !== evidenceId && (ids.has(id) || at >= from);
}

function isTouched({ judged }: AssessedStream, codes: readonly string[], from: number | undefined): boolean {
  const acted = from !== undefined && (judged.lastActAt ?? -Infinity) >= from;
  return acted || openCodesOf(judged).some((code) => codes.includes(code));
}
