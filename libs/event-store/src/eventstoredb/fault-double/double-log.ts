import { EventEmitter } from 'node:events';

/** The server's own limit, over data and metadata of one append. */
const APPEND_BYTES_MAX = 1_048_576;
/** Bytes of a log record beside its data: makes positions sparse, as they are in a real log. */
const RECORD_OVERHEAD = 120;
/** Beyond what a JavaScript number holds exactly, as the real one's 2^63 − 1 is. */
const TOMBSTONE_REVISION = 2 ** 63;
const TICKS_PER_MILLISECOND = 10_000n;

export type Expectation = number | 'any' | 'noStream' | 'streamExists';

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface LogRecord extends ProposedEvent {
  readonly position: number;
  readonly streamName: string;
  readonly revision: number;
  /** .NET ticks since 1970, as text. */
  readonly created: string;
}

export type AppendAnswer =
  | { readonly kind: 'appended'; readonly revision: number; readonly position: number | undefined }
  | { readonly kind: 'wrongVersion'; readonly current: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'unanswered' };

interface Stream {
  readonly records: LogRecord[];
  /** Revision of the first record that is still to be seen. */
  truncatedBefore: number;
  /** Until the next append, which is then told no revision but that there is no stream. */
  isSoftDeleted: boolean;
  isTombstoned: boolean;
}

/** The log of the fault double: what EventStoreDB 24.2 does with appends, kept in memory. */
export class DoubleLog {
  readonly records: LogRecord[] = [];
  /** Emits `grown`. */
  readonly growth = new EventEmitter().setMaxListeners(0);
  readonly #streams = new Map<string, Stream>();
  /** Where an event id was first seen since the server started: all that it knows of ids without an expected revision. */
  readonly #firstSeen = new Map<string, LogRecord>();
  #end = 0;

  constructor() {
    // A fresh server is not empty: it has written about itself.
    for (const streamName of ['$$$settings', '$users']) this.append(streamName, 'any', [ownEvent('$metadata')]);
  }

  append(streamName: string, expected: Expectation, events: readonly ProposedEvent[]): AppendAnswer {
    if (events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0) > APPEND_BYTES_MAX) {
      return { kind: 'tooLarge' };
    }
    const stream = this.#streams.get(streamName) ?? newStream();
    const current = stream.records.length - 1;
    const decision = this.#decide(stream, expected, events);
    if (decision === 'deleted') return { kind: 'deleted' };
    if (decision === 'wrongVersion') return { kind: 'wrongVersion', current };
    if (decision === 'unanswered') return { kind: 'unanswered' };
    if (decision !== 'append') return this.#repeatedAnswer(stream, decision.revision);
    if (stream.isSoftDeleted) {
      stream.truncatedBefore = stream.records.length;
      stream.isSoftDeleted = false;
      this.append(`$$${streamName}`, 'any', [ownEvent('$metadata')]);
    }
    for (const event of events) stream.records.push(this.#write(streamName, stream.records.length, event));
    this.#streams.set(streamName, stream);
    this.growth.emit('grown');
    return { kind: 'appended', revision: current + events.length, position: stream.records.at(-1)?.position ?? 0 };
  }

  /** As a restart does. */
  forgetIds(): void {
    this.#firstSeen.clear();
  }

  /** `undefined` for a stream that does not exist. */
  stream(streamName: string): readonly LogRecord[] | 'deleted' | undefined {
    const stream = this.#streams.get(streamName);
    if (stream?.isTombstoned === true) return 'deleted';
    if (stream === undefined || stream.isSoftDeleted || stream.records.length === 0) return undefined;
    return stream.records.slice(stream.truncatedBefore);
  }

  /** Whatever the stream's revision; `missing` where there is nothing to delete. */
  delete(streamName: string, { forGood }: { readonly forGood: boolean }): 'done' | 'deleted' | 'missing' {
    const stream = this.#streams.get(streamName) ?? newStream();
    if (stream.isTombstoned) return 'deleted';
    if (!forGood && stream.records.length === 0) return 'missing';
    stream.isSoftDeleted = true;
    stream.isTombstoned = forGood;
    this.#streams.set(streamName, stream);
    if (forGood) this.#write(streamName, TOMBSTONE_REVISION, ownEvent('$streamDeleted'));
    else this.append(`$$${streamName}`, 'any', [ownEvent('$metadata')]);
    this.growth.emit('grown');
    return 'done';
  }

  /** Index of the first record at or behind the position; `undefined` when the position lies inside a record. */
  indexFrom(position: number): number | undefined {
    if (position >= this.#end) return this.records.length;
    let [low, high] = [0, this.records.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.records[middle]?.position ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return this.records[low]?.position === position ? low : undefined;
  }

  #write(streamName: string, revision: number, event: ProposedEvent): LogRecord {
    const created = (BigInt(Date.now()) * TICKS_PER_MILLISECOND).toString();
    const record = { ...event, position: this.#end, streamName, revision, created };
    this.#end += RECORD_OVERHEAD + event.data.length + event.metadata.length;
    this.records.push(record);
    if (!this.#firstSeen.has(event.id)) this.#firstSeen.set(event.id, record);
    return record;
  }

  #decide(stream: Stream, expected: Expectation, events: readonly ProposedEvent[]): Decision {
    if (stream.isTombstoned) return 'deleted';
    if (expected === 'streamExists') {
      if (stream.isSoftDeleted) return 'deleted';
      if (stream.records.length === 0) return 'wrongVersion';
    }
    if (expected === 'any' || expected === 'streamExists') return this.#decideByIds(stream, events);
    const behind = expected === 'noStream' ? -1 : expected;
    const current = stream.records.length - 1;
    if (behind > current) return 'wrongVersion';
    if (behind === current) return 'append';
    const known = events.filter((event, index) => stream.records[behind + 1 + index]?.id === event.id).length;
    if (known === events.length) return { revision: behind + events.length };
    const isFirstKnown = stream.records[behind + 1]?.id === events[0]?.id;
    return expected === 'noStream' && stream.isSoftDeleted && !isFirstKnown ? 'append' : 'wrongVersion';
  }

  /** Best effort: an id that was first seen in another stream is none of this one's. */
  #decideByIds(stream: Stream, events: readonly ProposedEvent[]): Decision {
    const places = events.map((event) => this.#firstSeen.get(event.id));
    const isOurs = (record: LogRecord | undefined): boolean =>
      record !== undefined && stream.records[record.revision] === record;
    if (!isOurs(places[0])) return 'append';
    if (!places.every(isOurs)) return 'wrongVersion';
    const [first, last] = [places[0]?.revision ?? 0, places.at(-1)?.revision ?? 0];
    // The real one stumbles over one whose events stand far in the opposite order, and never answers it.
    return last < first - 1 ? 'unanswered' : { revision: last };
  }

  /** Without a position where the event cannot be read any more. */
  #repeatedAnswer(stream: Stream, revision: number): AppendAnswer {
    const isReadable = !stream.isSoftDeleted && revision >= stream.truncatedBefore;
    const position = isReadable ? stream.records[revision]?.position : undefined;
    return { kind: 'appended', revision, position };
  }
}

type Decision = 'append' | 'deleted' | 'wrongVersion' | 'unanswered' | { readonly revision: number };

/** Something that the server writes about itself. */
function ownEvent(type: string): ProposedEvent {
  const [data, metadata] = [Buffer.from('{}'), Buffer.alloc(0)];
  return { id: crypto.randomUUID(), type, contentType: 'application/json', data, metadata };
}

function newStream(): Stream {
  return { records: [], truncatedBefore: 0, isSoftDeleted: false, isTombstoned: false };
}
