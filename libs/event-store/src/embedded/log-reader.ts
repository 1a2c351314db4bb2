import { crc32 } from 'node:zlib';
import type { Database as Connection, Statement } from 'better-sqlite3';
import { EventStoreError } from '../event-store.ts';
import type { JsonObject, RecordedEvent, SubscribeOptions } from '../event-store.ts';
import { asEventStoreError } from './sqlite-error.ts';

/** Ends a page early, so that a page of the largest events stays small in memory. In UTF-16 units. */
const PAGE_LENGTH_MAX = 4 * 1024 * 1024;

const SELECT = `
  SELECT e.position, s.name, e.revision, e.id, e.type, e.data, e.metadata, e.recorded_at, e.checksum
  FROM events e LEFT JOIN streams s ON s.stream_id = e.stream_id`;

type Row = [
  position: number,
  streamName: string | null,
  revision: number,
  id: string,
  type: string,
  data: string,
  metadata: string,
  recordedAt: number,
  checksum: number,
];

/** What of the log is wanted: everything that is not excluded. */
export type LogFilter = Pick<SubscribeOptions, 'streamNamePrefixes' | 'eventTypes'>;

interface Page {
  readonly events: RecordedEvent[];
  /** Whether there may be more of the same range. */
  readonly isCut: boolean;
}

/** What the checksum of an event covers: everything that is stored of it, in one text. */
export interface ChecksummedColumns {
  readonly position: number;
  readonly streamName: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
}

/** CRC-32 finds torn and flipped bytes; proof against intent is the transparency log's business. */
export function checksumOf(columns: ChecksummedColumns): number {
  const { position, streamName, revision, id, type, data, metadata, recordedAt } = columns;
  return crc32(`${position}\n${streamName}\n${revision}\n${id}\n${type}\n${recordedAt}\n${data}\n${metadata}`);
}

/**
 * Pages of events from one connection. Each method is one short statement, so no read transaction is left open
 * that would keep the write-ahead log from being folded into the file. Throws `damaged` rather than serve an
 * event that is not as it was written, or pass over one that is missing.
 */
export class LogReader {
  readonly #streamId: Statement<unknown[]>;
  readonly #lastPosition: Statement<unknown[]>;
  readonly #allForwards: Statement<unknown[]>;
  readonly #allBackwards: Statement<unknown[]>;
  readonly #streamForwards: Statement<unknown[]>;
  readonly #streamBackwards: Statement<unknown[]>;
  readonly #db: Connection;
  readonly #matching = new Map<string, Statement<unknown[]>>();

  constructor(db: Connection) {
    this.#db = db;
    this.#streamId = db.prepare<unknown[]>('SELECT stream_id FROM streams WHERE name = ?').pluck();
    this.#lastPosition = db.prepare<unknown[]>('SELECT max(position) FROM events').pluck();
    this.#allForwards = db.prepare<unknown[]>(`${SELECT} WHERE e.position >= ? ORDER BY e.position LIMIT ?`).raw();
    this.#allBackwards = db
      .prepare<unknown[]>(`${SELECT} WHERE e.position <= ? ORDER BY e.position DESC LIMIT ?`)
      .raw();
    const ofStream = `${SELECT} WHERE e.stream_id = ? AND e.revision`;
    this.#streamForwards = db.prepare<unknown[]>(`${ofStream} >= ? ORDER BY e.revision LIMIT ?`).raw();
    this.#streamBackwards = db.prepare<unknown[]>(`${ofStream} <= ? ORDER BY e.revision DESC LIMIT ?`).raw();
  }

  lastPosition(): number | undefined {
    const position = this.#orNamed(() => this.#lastPosition.get());
    return typeof position === 'number' ? position : undefined;
  }

  /** The store's own number of a stream, `undefined` while it has no events. */
  streamId(streamName: string): number | undefined {
    const streamId = this.#orNamed(() => this.#streamId.get(streamName));
    return typeof streamId === 'number' ? streamId : undefined;
  }

  allForwards(fromPosition: number, count: number): RecordedEvent[] {
    const { events } = this.#page(this.#allForwards, [Math.max(1, fromPosition), count]);
    assertConsecutive(
      events.map((event) => event.position),
      Math.max(1, fromPosition),
      '$all',
    );
    return events;
  }

  allBackwards(fromPosition: number, count: number): RecordedEvent[] {
    const { events } = this.#page(this.#allBackwards, [fromPosition, count]);
    assertConsecutive(events.map((event) => event.position).reverse(), events.at(-1)?.position ?? 0, '$all');
    return events;
  }

  streamForwards(streamId: number, fromRevision: number, count: number): RecordedEvent[] {
    const { events } = this.#page(this.#streamForwards, [streamId, fromRevision, count]);
    assertConsecutive(
      events.map((event) => event.revision),
      fromRevision,
      events[0]?.streamName ?? '',
    );
    return events;
  }

  streamBackwards(streamId: number, fromRevision: number, count: number): RecordedEvent[] {
    const { events } = this.#page(this.#streamBackwards, [streamId, fromRevision, count]);
    const revisions = events.map((event) => event.revision).reverse();
    assertConsecutive(revisions, revisions[0] ?? 0, events[0]?.streamName ?? '');
    return events;
  }

  /** Events after one position up to another that the filter lets through; of the others nothing but the filtered columns is read. */
  matching(range: { after: number; upTo: number }, filter: LogFilter, count: number): Page {
    const { after, upTo } = range;
    const prefixes = filter.streamNamePrefixes?.flatMap((prefix) => [prefix, prefix]) ?? [];
    const bounds = [after, upTo, ...(filter.eventTypes ?? []), ...prefixes, count];
    return this.#page(this.#matchingStatement(filter), bounds);
  }

  #page(statement: Statement<unknown[]>, bounds: readonly unknown[]): Page {
    return this.#orNamed(() => pageOf(statement, bounds));
  }

  #orNamed<Result>(read: () => Result): Result {
    try {
      return read();
    } catch (cause) {
      throw asEventStoreError(cause, this.#db.name);
    }
  }

  #matchingStatement({ streamNamePrefixes: prefixes, eventTypes: types }: LogFilter): Statement<unknown[]> {
    const key = `${prefixes?.length} ${types?.length}`;
    const known = this.#matching.get(key);
    if (known !== undefined) return known;
    const conditions = ['e.position > ?', 'e.position <= ?'];
    if (types !== undefined) conditions.push(`e.type IN (${types.map(() => '?').join(', ')})`);
    if (prefixes !== undefined) {
      // A name that cannot be found is passed on, so that the checksum speaks up.
      const wanted = prefixes.map(() => 'substr(s.name, 1, length(?)) = ?');
      conditions.push(`(${[...wanted, 's.name IS NULL'].join(' OR ')})`);
    }
    const statement = this.#db
      .prepare<unknown[]>(`${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY e.position LIMIT ?`)
      .raw();
    this.#matching.set(key, statement);
    return statement;
  }
}

/** The last of the bounds is the most events there may be. */
function pageOf(statement: Statement<unknown[]>, bounds: readonly unknown[]): Page {
  const events: RecordedEvent[] = [];
  let length = 0;
  for (const row of statement.iterate(...bounds) as IterableIterator<Row>) {
    events.push(recordedEvent(row));
    length += row[5].length + row[6].length;
    if (length >= PAGE_LENGTH_MAX) return { events, isCut: true };
  }
  return { events, isCut: events.length === bounds.at(-1) };
}

function recordedEvent(row: Row): RecordedEvent {
  const [position, streamName, revision, id, type, data, metadata, recordedAt, checksum] = row;
  if (streamName === null) {
    throw new EventStoreError('damaged', `The event at position ${position} belongs to no known stream`);
  }
  if (checksumOf({ position, streamName, revision, id, type, data, metadata, recordedAt }) !== checksum) {
    throw new EventStoreError(
      'damaged',
      `The event at position ${position}, revision ${revision} of stream ${streamName}, is not as it was written`,
    );
  }
  return {
    id,
    type,
    data: JSON.parse(data) as JsonObject,
    metadata: JSON.parse(metadata) as JsonObject,
    streamName,
    revision,
    position,
    recordedAt: instantText(recordedAt),
  };
}

let lastInstant = { milliseconds: Number.NaN, text: '' };

/** Events that were committed together have the same instant, one after the other. */
function instantText(milliseconds: number): string {
  if (lastInstant.milliseconds !== milliseconds) {
    lastInstant = { milliseconds, text: new Date(milliseconds).toISOString() };
  }
  return lastInstant.text;
}

/** Positions and revisions are given out without gaps here, so a gap is a lost event. */
function assertConsecutive(places: readonly number[], first: number, where: string): void {
  for (const [index, place] of places.entries()) {
    if (place !== first + index) {
      throw new EventStoreError('damaged', `Event ${first + index} of ${where} is missing`);
    }
  }
}
