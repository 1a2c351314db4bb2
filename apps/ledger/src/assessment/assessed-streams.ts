import { initialControllerState, initialSubjectState, type Context, type JudgedState } from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import type { AssessmentStates, KeptState } from '#libs/projections';
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
  private readonly byName = new Map<string, AssessedStream>();

  private readonly store: Pick<EventStore, 'readStream'>;
  private readonly states: Pick<AssessmentStates, 'find'>;

  constructor(store: Pick<EventStore, 'readStream'>, states: Pick<AssessmentStates, 'find'>) {
    this.store = store;
    this.states = states;
  }

  /** The stream with every event before this place in the log. What is at hand or kept has them: events come in order. */
  async before(position: number, { streamName, controllerId, isNew = false }: Wanted): Promise<AssessedStream> {
    let stream = this.byName.get(streamName);
    if (stream === undefined) stream = await this.load({ streamName, controllerId, isNew }, position);
    else this.byName.delete(streamName);
    this.byName.set(streamName, stream);
    return stream;
  }

  /** What is known beside a fact of this stream. */
  async contextOf({ known, controllerId }: AssessedStream, position: number): Promise<Context> {
    if (known.kind === 'controller') return { subject: initialSubjectState, controller: known.state };
    const streamName = controllerStreamOf(controllerId);
    const company = (await this.before(position, { streamName, controllerId })).known;
    return { subject: known.state, controller: company.kind === 'controller' ? company.state : initialControllerState };
  }

  /** Those at hand that changed since they were kept. */
  changed(): readonly AssessedStream[] {
    return [...this.byName.values()].filter(({ dirty }) => dirty);
  }

  /** Called when all that changed is kept. */
  kept(): void {
    for (const stream of this.byName.values()) stream.dirty = false;
    for (const name of this.byName.keys()) {
      if (this.byName.size <= STREAMS_COUNT_MAX) return;
      this.byName.delete(name);
    }
  }

  /** Nothing that is at hand can be trusted any more. */
  forget(): void {
    this.byName.clear();
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
    const stream = newAssessedStream(streamName, controllerId);
    const kept = await this.states.find(streamName);
    if (kept !== undefined) {
      const { known, judged } = JSON.parse(kept.state) as KeptJson;
      return Object.assign(stream, { known, judged, revision: kept.revision, findingsRevision: kept.findingsRevision });
    }
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
