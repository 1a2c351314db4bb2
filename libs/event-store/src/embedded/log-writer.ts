import type { Database as Connection, Statement } from 'better-sqlite3';
import { EventStoreError } from '../event-store.ts';
import type { ExpectedRevision } from '../event-store.ts';
import { checksumOf } from './log-reader.ts';
import { asEventStoreError, errorCode } from './sqlite-error.ts';
import { StreamHeads } from './stream-heads.ts';
import type { StreamHead } from './stream-heads.ts';
import { appendsOf, NO_STREAM } from './writer-messages.ts';
import type { Flush, FlushedAppend, Outcomes } from './writer-messages.ts';

interface Statements {
  readonly begin: Statement<[]>;
  readonly commit: Statement<[]>;
  readonly streamId: Statement<[string]>;
  readonly headRevision: Statement<[number]>;
  readonly idsFrom: Statement<[number, number, number]>;
  readonly insertStream: Statement<[number, string]>;
  readonly insertEvent: Statement<[number, number, number, string, string, string, string, number, number]>;
}

/**
 * Carries out flushes, one transaction each. Heads, next position and last instant run ahead of the commit in
 * memory; after any failure all of it is dropped and read again from what is committed.
 */
export class LogWriter {
  readonly #open: () => Connection;
  readonly #file: string;
  #connection: { readonly db: Connection; readonly statements: Statements } | undefined;
  readonly #heads = new StreamHeads();
  #lastPosition = 0;
  #lastStreamId = 0;
  #lastRecordedAt = 0;

  /** `open` is called at once, and again after each failure. */
  constructor(file: string, open: () => Connection) {
    this.#file = file;
    this.#open = open;
    this.#connection = this.#restore();
  }

  /**
   * @throws EventStoreError `unavailable`, `storageFull`: certainly nothing of this flush was appended; `outcomeUnknown`:
   *   the commit failed, and what it wrote may or may not be found in the log.
   */
  flush(flush: Flush): Outcomes {
    const { statements } = (this.#connection ??= this.#restore());
    let outcomes: Outcomes;
    try {
      statements.begin.run();
      outcomes = this.#appendAll(flush, statements);
    } catch (cause) {
      this.#abandon();
      throw asEventStoreError(cause, this.#file);
    }
    try {
      statements.commit.run();
    } catch (cause) {
      this.#abandon();
      // Out of space, SQLite has not written the mark that makes a transaction count.
      if (errorCode(cause) === 'SQLITE_FULL') throw asEventStoreError(cause, this.#file);
      throw new EventStoreError(
        'outcomeUnknown',
        `The commit failed: ${errorCode(cause)}; repeat the append as it is`,
        {
          cause,
        },
      );
    }
    return outcomes;
  }

  close(): void {
    this.#connection?.db.close();
    this.#connection = undefined;
  }

  #appendAll(flush: Flush, statements: Statements): Outcomes {
    const recordedAt = Math.max(flush.now, this.#lastRecordedAt);
    this.#lastRecordedAt = recordedAt;
    const outcomes: number[] = [];
    for (const append of appendsOf(flush)) {
      const { streamName, expectedRevision, events } = append;
      const head = this.#head(streamName, statements);
      const actual = head?.revision ?? NO_STREAM;
      if (meets(expectedRevision, actual)) {
        const target = head ?? this.#newStream(streamName, statements);
        this.#insert(target, statements, append, recordedAt);
        outcomes.push(1, actual + events.length, this.#lastPosition);
      } else {
        const position = positionOfRepeated(head, append, statements);
        const expected = expectedRevision === 'noStream' ? NO_STREAM : Number(expectedRevision);
        if (position === undefined) outcomes.push(0, actual, 0);
        else outcomes.push(1, expected + events.length, position);
      }
    }
    return outcomes;
  }

  #insert(
    head: StreamHead,
    { insertEvent }: Statements,
    { streamName, events }: FlushedAppend,
    recordedAt: number,
  ): void {
    for (const { id, type, data, metadata } of events) {
      const position = ++this.#lastPosition;
      const revision = ++head.revision;
      const checksum = checksumOf({ position, streamName, revision, id, type, data, metadata, recordedAt });
      insertEvent.run(position, head.streamId, revision, id, type, data, metadata, recordedAt, checksum);
    }
  }

  #head(streamName: string, statements: Statements): StreamHead | undefined {
    const known = this.#heads.get(streamName);
    if (known !== undefined) return known;
    const streamId = statements.streamId.get(streamName);
    if (typeof streamId !== 'number') return undefined;
    const head = { streamId, revision: Number(statements.headRevision.get(streamId) ?? NO_STREAM) };
    this.#heads.set(ownCopy(streamName), head);
    return head;
  }

  #newStream(streamName: string, { insertStream }: Statements): StreamHead {
    const head = { streamId: ++this.#lastStreamId, revision: NO_STREAM };
    insertStream.run(head.streamId, streamName);
    this.#heads.set(ownCopy(streamName), head);
    return head;
  }

  /** After a failure nothing that SQLite or we hold in memory is trusted; the next flush opens the file anew. */
  #abandon(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#heads.clear();
    try {
      connection?.db.close();
    } catch {
      // The connection is given up either way; its failure has been reported by the flush.
    }
  }

  #restore(): { readonly db: Connection; readonly statements: Statements } {
    this.#heads.clear();
    const db = this.#open();
    try {
      // A commit whose flush failed may lie behind the end of the write-ahead log, and would come to life after
      // a crash. Committing a header that says the same overwrites it, so that its fate is settled from here on.
      const version = Number(db.pragma('user_version', { simple: true }));
      db.transaction(() => db.pragma(`user_version = ${version}`)).immediate();
      const last = db
        .prepare('SELECT position, recorded_at AS recordedAt FROM events ORDER BY position DESC LIMIT 1')
        .get() as { position: number; recordedAt: number } | undefined;
      this.#lastPosition = last?.position ?? 0;
      this.#lastRecordedAt = last?.recordedAt ?? 0;
      this.#lastStreamId = Number(db.prepare('SELECT max(stream_id) FROM streams').pluck().get() ?? 0);
      return { db, statements: prepare(db) };
    } catch (cause) {
      db.close();
      throw asEventStoreError(cause, this.#file);
    }
  }
}

/** A name is a slice of its flush's text: kept as it comes, it would keep the whole text from being collected. */
function ownCopy(name: string): string {
  return Buffer.from(name).toString();
}

function meets(expected: ExpectedRevision, actual: number): boolean {
  if (expected === 'any') return true;
  if (expected === 'noStream') return actual === NO_STREAM;
  return expected === 'streamExists' ? actual !== NO_STREAM : expected === actual;
}

/**
 * The position of the last of these events if exactly they follow the expected revision: then this append is
 * the repetition of one that succeeded. A part of them is not enough.
 */
function positionOfRepeated(
  head: StreamHead | undefined,
  { expectedRevision: expected, events }: FlushedAppend,
  statements: Statements,
): number | undefined {
  if (head === undefined || expected === 'any' || expected === 'streamExists') return undefined;
  const first = expected === 'noStream' ? 0 : expected + 1;
  const stored = statements.idsFrom.all(head.streamId, first, events.length) as { id: string; position: number }[];
  const isRepeated = stored.length === events.length && stored.every((event, index) => event.id === events[index]?.id);
  return isRepeated ? stored.at(-1)?.position : undefined;
}

function prepare(db: Connection): Statements {
  return {
    begin: db.prepare<[]>('BEGIN IMMEDIATE'),
    commit: db.prepare<[]>('COMMIT'),
    streamId: db.prepare<[string]>('SELECT stream_id FROM streams WHERE name = ?').pluck(),
    headRevision: db.prepare<[number]>('SELECT max(revision) FROM events WHERE stream_id = ?').pluck(),
    idsFrom: db.prepare<[number, number, number]>(
      'SELECT id, position FROM events WHERE stream_id = ? AND revision >= ? ORDER BY revision LIMIT ?',
    ),
    insertStream: db.prepare<[number, string]>('INSERT INTO streams (stream_id, name) VALUES (?, ?)'),
    insertEvent: db.prepare<[number, number, number, string, string, string, string, number, number]>(
      `INSERT INTO events (position, stream_id, revision, id, type, data, metadata, recorded_at, checksum)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}
