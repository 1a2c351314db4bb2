import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { rowsOf, type RawEventRow, type TermIds } from './raw-rows.ts';

const PAGE = 5_000;
/** As a rebuild sets them. */
const PRAGMAS = [
  'journal_mode = MEMORY',
  'synchronous = OFF',
  'locking_mode = EXCLUSIVE',
  'cache_size = -131072',
  'threads = 2',
];
const RECORD_COLUMNS = 17;

export interface RawRebuild {
  readonly eventsFile: string;
  readonly file: string;
  /** Read models the ledger made: their tables and indices are made alike. */
  readonly like: string;
}

/**
 * The rows of the read models, by hand: read the log, parse, insert with prepared statements, indices after, one fsync.
 * No domain, no checks, no versions. @returns number of events
 */
export function rebuildByHand({ eventsFile, file, like }: RawRebuild): number {
  const { tables, indices } = schemaOf(like);
  const log = new Database(eventsFile, { readonly: true });
  const database = new Database(file);
  try {
    for (const pragma of PRAGMAS) database.pragma(pragma);
    for (const table of tables) database.exec(table);
    const events = copyAll(log, database);
    for (const index of indices) database.exec(index);
    return events;
  } finally {
    log.close();
    database.close();
    syncToDisk(file);
  }
}

function copyAll(log: Database.Database, database: Database.Database): number {
  const page = log.prepare<[number, number], RawEventRow>(
    `SELECT position, name AS stream_name, revision, id, type, data, metadata, recorded_at
     FROM events JOIN streams USING (stream_id) WHERE position > ? ORDER BY position LIMIT ?`,
  );
  const insertRecord = database.prepare(`INSERT INTO records VALUES (${Array(RECORD_COLUMNS).fill('?').join(', ')})`);
  const insertTerm = database.prepare('INSERT INTO record_terms (term_id, position) VALUES (?, ?)');
  const insertRecipient = database.prepare('INSERT INTO record_recipients (recipient_id, position) VALUES (?, ?)');
  const terms: TermIds = new Map();
  let last = 0;
  let events = 0;
  for (let rows = page.all(last, PAGE); rows.length > 0; rows = page.all(last, PAGE)) {
    database.exec('BEGIN');
    for (const row of rows) {
      const { record, termIds, recipient } = rowsOf(row, terms);
      insertRecord.run(record);
      for (const termId of termIds) insertTerm.run(termId, row.position);
      if (recipient !== undefined) insertRecipient.run(recipient, row.position);
    }
    database.exec('COMMIT');
    last = rows.at(-1)?.position ?? last;
    events += rows.length;
  }
  const insertNewTerm = database.prepare('INSERT INTO terms (id, scheme, iri) VALUES (?, ?, ?)');
  for (const [name, id] of terms) insertNewTerm.run(id, ...(name.split(' ', 2) as [string, string]));
  return events;
}

function schemaOf(file: string): { readonly tables: readonly string[]; readonly indices: readonly string[] } {
  const database = new Database(file, { readonly: true });
  try {
    const definitions = (type: string): string[] =>
      database
        .prepare<[string], string>(
          "SELECT sql FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%' AND sql IS NOT NULL",
        )
        .pluck()
        .all(type);
    return { tables: definitions('table'), indices: definitions('index') };
  } finally {
    database.close();
  }
}

function syncToDisk(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Tables that hold an event's rows, with how many there are and how long their values: equal for equal work. */
const COMPARED = ['records', 'record_terms', 'record_recipients', 'terms'];

/** @throws Error naming the table, when two files of read models do not hold the same */
export function assertSameRows(one: string, other: string): void {
  const [first, second] = [measuresOf(one), measuresOf(other)];
  for (const table of COMPARED) {
    if (first[table] === second[table]) continue;
    throw new Error(
      `The hand-written rebuild no longer makes the rows of ${table} (${String(first[table])} by the ledger, ` +
        `${String(second[table])} by hand): bring test/load/raw/raw-rows.ts up to date.`,
    );
  }
}

function measuresOf(file: string): { readonly [table: string]: string } {
  const database = new Database(file, { readonly: true });
  try {
    return Object.fromEntries(
      COMPARED.map((table) => {
        const columns = database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table);
        const lengths = columns.map((column) => `total(length("${column}"))`).join(", ' ', ");
        return [
          table,
          String(database.prepare(`SELECT concat(count(*), ' ', ${lengths}) FROM "${table}"`).pluck().get()),
        ];
      }),
    );
  } finally {
    database.close();
  }
}
