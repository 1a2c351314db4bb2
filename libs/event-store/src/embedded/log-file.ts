import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Database as Connection } from 'better-sqlite3';
import { EventStoreError } from '../event-store.ts';
import { LogReader } from './log-reader.ts';
import { asEventStoreError, errorCode } from './sqlite-error.ts';

/** "PDLE" in ASCII: tells our file from any other SQLite database. */
const APPLICATION_ID = 0x50444c45;
const SCHEMA_VERSION = 1;

const SCHEMA = `
  CREATE TABLE streams (
    stream_id INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE events (
    position    INTEGER PRIMARY KEY,
    stream_id   INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    id          TEXT NOT NULL,
    type        TEXT NOT NULL,
    data        TEXT NOT NULL,
    metadata    TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    checksum    INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_by_stream ON events (stream_id, revision);
`;

/** Twice SQLite's default: appends to many streams touch fewer pages of the stream index, and write up to 1.4 times as fast. */
const PAGE_BYTES = 8_192;
/** 40 MB, 10,000 pages of the default size. The default of 1,000 costs about a quarter of the append rate. */
const WAL_AUTOCHECKPOINT_PAGES = 5_000;
const WAL_BYTES_KEPT_MAX = 64 * 1024 * 1024;
/** Negative: KiB. Holds the inner pages and the busy leaves of the stream index. */
const WRITER_CACHE_KIB = -24 * 1024;
const READER_CACHE_KIB = -8 * 1024;
/** Above this a whole check would hold up the start: about 2 ms per MiB. */
const FULL_CHECK_BYTES_MAX = 256 * 1024 * 1024;
const TAIL_CHECK_EVENTS = 1_000;
const TAIL_CHECK_PAGE = 100;
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Take the right to write, for as long as the connection stays open. The lock is the operating system's, so it
 * ends with the process however that ends.
 * @throws EventStoreError `locked`
 */
export function lockForWriting(file: string): Connection {
  const lock = connect(`${file}.lock`, { timeout: 0 });
  try {
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    lock.close();
    if (!errorCode(cause).startsWith('SQLITE_BUSY')) throw asEventStoreError(cause, file);
    throw new EventStoreError(
      'locked',
      `The event log ${file} is being written by another process or store; stop it first`,
      {
        cause,
      },
    );
  }
}

/**
 * Open the log for writing, and make it if it is not there.
 * @throws EventStoreError `damaged` when the file is not ours or not sound, `unavailable` when it cannot be opened.
 */
export function openForWriting(file: string): Connection {
  refuseEmptiedLog(file);
  const db = connect(file, { timeout: BUSY_TIMEOUT_MS });
  return orClose(db, file, () => {
    db.pragma('synchronous = FULL');
    if (isBlank(db)) create(db);
    assertOurs(db, file);
    if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
      throw new EventStoreError('unavailable', `The file system under ${file} does not support write-ahead logging`);
    }
    db.pragma('synchronous = FULL');
    // better-sqlite3 is built so that WAL means NORMAL, which loses acknowledged events in a power cut.
    if (db.pragma('synchronous', { simple: true }) !== 2) {
      throw new EventStoreError('unavailable', 'SQLite does not flush each commit on this machine');
    }
    db.pragma(`wal_autocheckpoint = ${WAL_AUTOCHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${WAL_BYTES_KEPT_MAX}`);
    db.pragma(`cache_size = ${WRITER_CACHE_KIB}`);
    db.pragma('cell_size_check = ON');
  });
}

/** Open an existing log for reading; needs no lock. Errors as `openForWriting`. */
export function openForReading(file: string): Connection {
  if (!existsSync(file)) throw new EventStoreError('unavailable', `There is no event log at ${file}`);
  const db = connect(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  return orClose(db, file, () => {
    assertOurs(db, file);
    db.pragma(`cache_size = ${READER_CACHE_KIB}`);
    db.pragma('cell_size_check = ON');
  });
}

/**
 * Check a small log whole, indices against tables; of a large one nothing but what `assertTailSound` looks at.
 * @throws EventStoreError `damaged`
 */
export function assertSound(db: Connection, file: string): void {
  if (statSync(file).size <= FULL_CHECK_BYTES_MAX) {
    const finding = findingOf(db, file);
    if (finding !== 'ok') throw new EventStoreError('damaged', `The event log ${file} is damaged: ${finding}`);
  }
  assertTailSound(db);
}

/** Check the last events, where an interrupted write would show. Throws as `assertSound`. */
export function assertTailSound(db: Connection): void {
  const reader = new LogReader(db);
  let at = reader.lastPosition() ?? 0;
  for (const first = at - TAIL_CHECK_EVENTS; at > Math.max(0, first);) {
    const page = reader.allBackwards(at, TAIL_CHECK_PAGE);
    at = (page.at(-1)?.position ?? 1) - 1;
  }
}

function findingOf(db: Connection, file: string): string {
  try {
    return String(db.pragma('integrity_check(1)', { simple: true }));
  } catch (cause) {
    throw asEventStoreError(cause, file);
  }
}

function connect(file: string, options: Database.Options): Connection {
  try {
    return new Database(file, options);
  } catch (cause) {
    throw asEventStoreError(cause, file);
  }
}

function orClose(db: Connection, file: string, prepare: () => void): Connection {
  try {
    prepare();
    return db;
  } catch (cause) {
    db.close();
    throw asEventStoreError(cause, file);
  }
}

/** SQLite takes an empty file for a new database and throws away the write-ahead log beside it. */
function refuseEmptiedLog(file: string): void {
  const emptied = existsSync(file) && statSync(file).size === 0;
  if (emptied && existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0) {
    throw new EventStoreError(
      'damaged',
      `The event log ${file} is truncated to nothing, but its write-ahead log is there`,
    );
  }
}

function isBlank(db: Connection): boolean {
  return (
    db.pragma('application_id', { simple: true }) === 0 &&
    db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0
  );
}

/** In rollback mode and one transaction, so that the main file is whole before the first event. */
function create(db: Connection): void {
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.transaction(() => {
    db.exec(SCHEMA);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${SCHEMA_VERSION}`);
  }).exclusive();
}

function assertOurs(db: Connection, file: string): void {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw new EventStoreError(
      'damaged',
      `${file} is not an event log: it is the SQLite database of another application`,
    );
  }
  const version = db.pragma('user_version', { simple: true });
  if (version !== SCHEMA_VERSION) {
    throw new EventStoreError(
      'damaged',
      `The event log ${file} has schema version ${String(version)}; this program reads version ${SCHEMA_VERSION}`,
    );
  }
}
