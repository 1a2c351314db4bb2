import { initialControllerState, initialSubjectState, type Context, type JudgedState } from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import type { AssessmentStates, FoundState, KeptState } from '#libs/projections';
import {
  controllerStreamOf,
  evolveKnown,
  newAssessedStream,
  type AssessedStream,
  type Known,
} from './assessed-stream.ts';
import { findingStreamOf, readFindings, withChange, type FindingRecord } from './finding-record.ts';
import { noteRecorded, openCodesOf } from './open-facts.ts';
import { placedFact } from './stream-facts.ts';

/** Streams kept at hand, each a few kilobytes. Beyond it those that were not needed for longest are given up. */
const STREAMS_COUNT_MAX = 20_000;

interface Wanted {
  readonly streamName: string;
  readonly controllerId: string;
  /** Nothing was recorded in it before: there is nothing to look for. */
  readonly isNew?: boolean;
}

interface KeptJson {
  readonly known: Known;
  readonly judged: JudgedState;
}

/** The streams the assessor follows: at hand, or as they were kept, or made anew from the log. */
export class AssessedStreams {
  /** What was needed last stands last. */
  private readonly byName = new Map<string, AssessedStream>();
  private readonly changes = new Set<AssessedStream>();
  /** Looked for in this batch, and not found. */
  private readonly unkept = new Set<string>();

  private readonly store: Pick<EventStore, 'readStream'>;
  private readonly states: Pick<AssessmentStates, 'find' | 'findAll'>;

  constructor(store: Pick<EventStore, 'readStream'>, states: Pick<AssessmentStates, 'find' | 'findAll'>) {
    this.store = store;
    this.states = states;
  }

  /** The stream with every event before this place in the log. What is at hand or kept has them: events come in order. */
  async before(position: number, wanted: Wanted): Promise<AssessedStream> {
    const atHand = this.atHand(wanted.streamName);
    if (atHand !== undefined) return atHand;
    const stream = await this.load(wanted, position);
    this.byName.set(wanted.streamName, stream);
    return stream;
  }

  private atHand(streamName: string): AssessedStream | undefined {
    const stream = this.byName.get(streamName);
    if (stream === undefined) return undefined;
    this.byName.delete(streamName);
    this.byName.set(streamName, stream);
    return stream;
  }

  /** Have at hand what is kept of the streams a batch is about: one look for all of them. */
  async fetch(streamNames: ReadonlySet<string>): Promise<void> {
    const missing = [...streamNames].filter((streamName) => this.atHand(streamName) === undefined);
    if (missing.length === 0) return;
    for (const streamName of missing) this.unkept.add(streamName);
    for (const kept of await this.states.findAll(missing)) {
      this.unkept.delete(kept.streamName);
      this.byName.set(kept.streamName, streamFrom(kept));
    }
  }

  /** What is known beside a fact of this stream. */
  async contextOf({ known, controllerId }: AssessedStream, position: number): Promise<Context> {
    if (known.kind === 'controller') return { subject: initialSubjectState, controller: known.state };
    const streamName = controllerStreamOf(controllerId);
    const company = (await this.before(position, { streamName, controllerId })).known;
    return { subject: known.state, controller: company.kind === 'controller' ? company.state : initialControllerState };
  }

  /** It is to be kept at the end of the batch. */
  touch(stream: AssessedStream): void {
    this.changes.add(stream);
  }

  /** Those that changed since they were kept, in the order in which they did. */
  changed(): readonly AssessedStream[] {
    return [...this.changes];
  }

  /** Called when all that changed is kept: only then may any be given up. */
  kept(): void {
    this.changes.clear();
    this.unkept.clear();
    for (const streamName of this.byName.keys()) {
      if (this.byName.size <= STREAMS_COUNT_MAX) return;
      this.byName.delete(streamName);
    }
  }

  /** Nothing that is at hand can be trusted any more. */
  forget(): void {
    this.byName.clear();
    this.changes.clear();
    this.unkept.clear();
  }

  /** The findings on record, and those that wait. */
  async findingsOf(stream: AssessedStream): Promise<FindingRecord> {
    stream.findings ??= await this.readFindings(stream);
    return stream.findings;
  }

  /** What waits is not in the store yet, and is as good as recorded. */
  private async readFindings({ targetId, pending }: AssessedStream): Promise<FindingRecord> {
    const recorded = await readFindings(this.store.readStream(findingStreamOf(targetId)));
    return pending.reduce((record, { change }) => withChange(record, change), recorded);
  }

  private async load({ streamName, controllerId, isNew }: Wanted, position: number): Promise<AssessedStream> {
    const kept = this.unkept.has(streamName) ? undefined : await this.states.find(streamName);
    if (kept !== undefined) return streamFrom(kept);
    const stream = newAssessedStream(streamName, controllerId);
    if (isNew !== true) await this.makeAnew(stream, position);
    return stream;
  }

  /** From the log: what was recorded before anybody judged, or what an older shape of the state was made from. */
  private async makeAnew(stream: AssessedStream, position: number): Promise<void> {
    const findings = await this.findingsOf(stream);
    stream.findingsRevision = findings.revision;
    const byRecord = Map.groupBy(findings.byId.values(), ({ recordId }) => recordId);
    for await (const event of this.store.readStream(stream.streamName)) {
      if (event.position >= position) return;
      stream.revision = event.revision;
      const placed = placedFact(event);
      if (placed === undefined) continue;
      stream.known = evolveKnown(stream.known, placed.fact);
      stream.judged = noteRecorded(stream.judged, placed.fact, byRecord.get(placed.fact.id) ?? []);
    }
  }
}

function streamFrom({ streamName, controllerId, state, revision, findingsRevision }: FoundState): AssessedStream {
  const { known, judged } = JSON.parse(state) as KeptJson;
  return { ...newAssessedStream(streamName, controllerId), known, judged, revision, findingsRevision };
}

export function keptStateOf(stream: AssessedStream): KeptState {
  const { streamName, controllerId, revision, findingsRevision, known, judged } = stream;
  const json: KeptJson = { known, judged };
  return {
    streamName,
    controllerId,
    revision,
    findingsRevision,
    lastActAt: judged.lastActAt,
    openCodes: openCodesOf(judged),
    state: JSON.stringify(json),
  };
}
