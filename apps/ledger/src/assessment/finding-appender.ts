import { encode, vocabularyFrom, type FindingState } from '#libs/domain';
import type { AppendOutcome, EventStore, NewEvent, StreamAppend } from '#libs/event-store';
import type { AssessedStream, PendingChange } from './assessed-stream.ts';
import { findingEventIdOf } from './finding-ids.ts';
import { findingStreamOf, readFindings } from './finding-record.ts';

/** In whose name findings are recorded: the assessor's, which is nobody. */
export const ASSESSOR_ID = '5a4f0a52-9a5e-5a0b-8a41-6d2f8c1b7e90';

/** Events of one append: well below what a store takes. */
const EVENTS_COUNT_MAX = 500;
/** Appends in flight at once, so that reports are not kept waiting behind findings. */
const APPENDS_COUNT_MAX = 250;
/** How often somebody else may have been quicker before it is given up for this time. */
const TRIES_MAX = 10;

/** Finding events name no terms: they hold what was resolved before. */
const NO_TERMS = vocabularyFrom([]);

/** Appends what waits to the streams of findings: each event once, whoever is quicker. */
export class FindingAppender {
  private readonly store: Pick<EventStore, 'readStream'>;
  private readonly appends: Pick<EventStore, 'appendMany'>;

  constructor(store: Pick<EventStore, 'readStream'>, appends: Pick<EventStore, 'appendMany'>) {
    this.store = store;
    this.appends = appends;
  }

  async flush(streams: readonly AssessedStream[]): Promise<void> {
    let waiting = streams.filter(({ pending }) => pending.length > 0);
    for (let tries = 0; waiting.length > 0; tries += 1) {
      if (tries >= TRIES_MAX) throw new Error('The findings of a stream could not be appended.');
      const left: AssessedStream[] = [];
      for (let start = 0; start < waiting.length; start += APPENDS_COUNT_MAX) {
        left.push(...(await this.appendSome(waiting.slice(start, start + APPENDS_COUNT_MAX))));
      }
      waiting = left;
    }
  }

  /** @returns Streams that still have something to append. */
  private async appendSome(streams: readonly AssessedStream[]): Promise<readonly AssessedStream[]> {
    const outcomes = await this.appends.appendMany(streams.map(appendOf));
    for (const [index, stream] of streams.entries()) await this.settle(stream, outcomes[index]);
    return streams.filter(({ pending }) => pending.length > 0);
  }

  private async settle(stream: AssessedStream, outcome: AppendOutcome | undefined): Promise<void> {
    if (outcome === undefined) throw new Error('An append without an outcome.');
    if (outcome.ok) {
      stream.findingsRevision = outcome.revision;
      stream.pending = stream.pending.slice(EVENTS_COUNT_MAX);
      return;
    }
    if (outcome.error.code !== 'wrongExpectedRevision') throw outcome.error;
    // Somebody explained a finding meanwhile, or this very assessor died between this append and keeping its position.
    const found = await readFindings(this.store.readStream(findingStreamOf(stream.targetId)));
    stream.findingsRevision = found.revision;
    stream.findings = undefined;
    stream.pending = stream.pending.filter(({ change }) => !found.eventIds.has(eventIdOf(change)));
    stream.pending = stream.pending.map((waiting) => rebased(waiting, found.byId));
  }
}

function appendOf(stream: AssessedStream): StreamAppend {
  const { targetId, findingsRevision, pending } = stream;
  return {
    streamName: findingStreamOf(targetId),
    expectedRevision: findingsRevision < 0 ? 'noStream' : findingsRevision,
    events: pending.slice(0, EVENTS_COUNT_MAX).map((waiting) => eventOf(stream, waiting)),
  };
}

const eventIdOf = ({ fields, number }: PendingChange['change']): string =>
  findingEventIdOf(String(fields['findingId']), number);

function eventOf(stream: AssessedStream, { change, at, causedBy }: PendingChange): NewEvent {
  const { controllerId, known, targetId } = stream;
  const subject = known.kind === 'subject' ? { subjectId: targetId } : {};
  const envelope = { controllerId, ...subject, occurredAt: at };
  const { data } = encode(change.definition, { envelope, fields: change.fields }, NO_TERMS);
  const metadata = { $correlationId: change.recordId, $causationId: causedBy, recordedBy: ASSESSOR_ID };
  return { id: eventIdOf(change), type: change.definition.type, data, metadata };
}

/** A change that goes on from what is on record by now. */
function rebased(waiting: PendingChange, found: ReadonlyMap<string, FindingState>): PendingChange {
  const { change } = waiting;
  const on = found.get(String(change.fields['findingId']));
  if (on === undefined || change.number === 0 || change.number >= on.number) return waiting;
  return { ...waiting, change: { ...change, number: on.number, fields: { ...change.fields, number: on.number } } };
}
