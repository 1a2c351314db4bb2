import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { BATCH_SIZE } from '../reports.ts';

/** The tables of the embedded store. */
const TABLES = `
  CREATE TABLE streams (stream_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY, stream_id INTEGER NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
    type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL, recorded_at INTEGER NOT NULL, checksum INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream_id, revision);
`;
/**
 * SQLite as it comes, but durable: what somebody would write down first, and what the targets were set against. With the
 * embedded store's own settings (8 KiB pages, a checkpoint each 5,000) the same inserts are up to half as fast again.
 */
const PRAGMAS = ['journal_mode = WAL', 'synchronous = FULL'];
const SAMPLES = 2_000;
/** Any 32-bit number; nothing is checked here. */
const CHECKSUM = 0x1234_5678;

interface SampleEvent {
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** What the disk allows: prepared inserts of events the ledger wrote, in durable transactions, and nothing around it. */
export class RawEventLog {
  readonly #database: Database.Database;
  readonly #insert: Database.Statement<unknown[]>;
  readonly #samples: readonly SampleEvent[];
  readonly #revisions: number[] = [];
  #position = 0;

  private constructor(database: Database.Database, samples: readonly SampleEvent[]) {
    this.#database = database;
    this.#samples = samples;
    this.#insert = database.prepare(
      `INSERT INTO events (position, stream_id, revision, id, type, data, metadata, recorded_at, checksum)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** With one event in each of the streams, as many as the ledger has subjects. */
  static create(options: {
    readonly file: string;
    readonly ledgerEvents: string;
    readonly streams: number;
  }): RawEventLog {
    const samples = samplesFrom(options.ledgerEvents);
    const database = new Database(options.file);
    for (const pragma of PRAGMAS) database.pragma(pragma);
    // better-sqlite3 is built so that WAL means NORMAL unless told otherwise, which is not durable.
    if (database.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite does not flush each commit.');
    database.exec(TABLES);
    const log = new RawEventLog(database, samples);
    const name = database.prepare('INSERT INTO streams (stream_id, name) VALUES (?, ?)');
    database.transaction(() => {
      for (let stream = 0; stream < options.streams; stream += 1) name.run(stream, `dataSubject-${randomUUID()}`);
    })();
    log.append(Array.from({ length: options.streams }, (_, stream) => stream));
    return log;
  }

  /** One event to each of these streams, in transactions of the size of a batch. @returns events per second */
  append(streams: readonly number[]): number {
    const ids = streams.map(() => randomUUID());
    const begun = performance.now();
    for (let from = 0; from < streams.length; from += BATCH_SIZE) {
      this.#database.exec('BEGIN IMMEDIATE');
      const end = Math.min(from + BATCH_SIZE, streams.length);
      for (let index = from; index < end; index += 1) this.#append(streams[index] ?? 0, ids[index] ?? '');
      this.#database.exec('COMMIT');
    }
    return streams.length / ((performance.now() - begun) / 1_000);
  }

  close(): void {
    this.#database.close();
  }

  #append(stream: number, id: string): void {
    const position = (this.#position += 1);
    const revision = (this.#revisions[stream] ?? -1) + 1;
    this.#revisions[stream] = revision;
    const sample = this.#samples[position % this.#samples.length];
    if (sample === undefined) throw new Error('There is no event to imitate.');
    const { type, data, metadata } = sample;
    this.#insert.run(position, stream, revision, id, type, data, metadata, Date.now(), CHECKSUM);
  }
}

/** Records as the ledger stored them, so that both write the same bytes. */
function samplesFrom(file: string): readonly SampleEvent[] {
  const database = new Database(file, { readonly: true });
  try {
    return database
      .prepare<[number], SampleEvent>(
        `SELECT type, data, metadata FROM events WHERE type = 'PersonalDataShared' ORDER BY position DESC LIMIT ?`,
      )
      .all(SAMPLES);
  } finally {
    database.close();
  }
}
