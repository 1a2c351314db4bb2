import { EventEmitter } from 'node:events';

/** The server's own limit, over data and metadata of one append. */
const APPEND_BYTES_MAX = 1_048_576;
/** Bytes of a log record beside its data: makes positions sparse, as they are in a real log. */
const RECORD_OVERHEAD = 120;
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
  | { readonly kind: 'appended'; readonly revision: number; readonly position: number }
  | { readonly kind: 'wrongVersion'; readonly current: number }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'tooLarge' };

interface Stream {
  readonly records: LogRecord[];
  /** Revision of the first record that is still to be seen; a soft delete moves it behind the last. */
  truncatedBefore: number;
  isTombstoned: boolean;
}

/** The log of the fault double: what EventStoreDB 24.2 does with appends, kept in memory. */
export class DoubleLog {
  readonly records: LogRecord[] = [];
  /** Emits `grown`. */
  readonly growth = new EventEmitter().setMaxListeners(0);
  readonly #streams = new Map<string, Stream>();
  #end = 0;

  constructor() {
    // A fresh server is not empty: it has written about itself.
    for (const streamName of ['$$$settings', '$users']) {
      const data = Buffer.from('{}');
      const event = { id: crypto.randomUUID(), type: '$metadata', contentType: 'application/json' };
      this.append(streamName, 'any', [{ ...event, data, metadata: Buffer.alloc(0) }]);
    }
  }

  append(streamName: string, expected: Expectation, events: readonly ProposedEvent[]): AppendAnswer {
    const stream = this.#streams.get(streamName) ?? { records: [], truncatedBefore: 0, isTombstoned: false };
    if (stream.isTombstoned) return { kind: 'deleted' };
    if (events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0) > APPEND_BYTES_MAX) {
      return { kind: 'tooLarge' };
    }
    const known = repeated(stream, expected, events);
    if (known !== undefined) return { kind: 'appended', revision: known.revision, position: known.position };
    const current = stream.records.length - 1;
    if (!isMet(stream, expected)) return { kind: 'wrongVersion', current };
    const created = (BigInt(Date.now()) * TICKS_PER_MILLISECOND).toString();
    for (const event of events) {
      const revision = stream.records.length;
      const record = { ...event, position: this.#end, streamName, revision, created };
      this.#end += RECORD_OVERHEAD + event.data.length + event.metadata.length;
      stream.records.push(record);
      this.records.push(record);
    }
    this.#streams.set(streamName, stream);
    this.growth.emit('grown');
    const last = stream.records.at(-1);
    return { kind: 'appended', revision: current + events.length, position: last?.position ?? 0 };
  }

  /** `undefined` for a stream that does not exist. */
  stream(streamName: string): readonly LogRecord[] | 'deleted' | undefined {
    const stream = this.#streams.get(streamName);
    if (stream?.isTombstoned === true) return 'deleted';
    const records = stream?.records.slice(stream.truncatedBefore) ?? [];
    return records.length === 0 ? undefined : records;
  }

  delete(streamName: string, { forGood }: { readonly forGood: boolean }): void {
    const stream = this.#streams.get(streamName);
    if (stream === undefined) return;
    stream.truncatedBefore = stream.records.length;
    stream.isTombstoned = forGood;
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
}

function isMet(stream: Stream, expected: Expectation): boolean {
  const current = stream.records.length - 1;
  // After a soft delete the stream does not exist, yet its revisions go on.
  const isThere = stream.truncatedBefore < stream.records.length;
  if (expected === 'any') return true;
  if (expected === 'noStream') return !isThere;
  return expected === 'streamExists' ? isThere : expected === current;
}

/** The last of the events, if all of them stand where this append would have put them. */
function repeated(stream: Stream, expected: Expectation, events: readonly ProposedEvent[]): LogRecord | undefined {
  const first = expected === 'noStream' ? 0 : typeof expected === 'number' ? expected + 1 : firstPlace(stream, events);
  if (first === undefined) return undefined;
  const isThere = events.every((event, index) => stream.records[first + index]?.id === event.id);
  return isThere ? stream.records[first + events.length - 1] : undefined;
}

function firstPlace(stream: Stream, events: readonly ProposedEvent[]): number | undefined {
  const place = stream.records.findIndex((record) => record.id === events[0]?.id);
  return place < 0 ? undefined : place;
}
