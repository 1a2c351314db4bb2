import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { rowOf, type Kinds, type RawEventRow } from './raw-rows.ts';

const PAGE = 5_000;
/** As a rebuild sets them. */
const PRAGMAS = [
  'journal_mode = MEMORY',
  'synchronous = OFF',
  'locking_mode = EXCLUSIVE',
  'cache_size = -131072',
  'threads = 2',
];
/** A record's row, with its two UUIDs written as text. */
const INSERT_RECORD = "INSERT INTO records VALUES (?, unhex(?, '-'), ?, ?, unhex(?, '-'), ?, ?, ?, ?, ?, ?, ?, ?)";

/** Tables whose rows are worked out from several records, with the order in which the ledger inserts them. */
export const DERIVED: readonly (readonly [table: string, order: string])[] = [
  ['holdings', 'known_from'],
  ['holding_kinds', 'id'],
  ['holding_kind_categories', 'kind_id'],
  ['consents', 'position'],
  ['recipient_flows', 'id'],
  ['recipient_flow_starts', 'known_from'],
];

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
    insertDerived(like, database);
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
  const insertRecord = database.prepare(INSERT_RECORD);
  const kinds: Kinds = new Map();
  let last = 0;
  let events = 0;
  for (let rows = page.all(last, PAGE); rows.length > 0; rows = page.all(last, PAGE)) {
    database.exec('BEGIN');
    for (const row of rows) insertRecord.run(rowOf(row, kinds));
    database.exec('COMMIT');
    last = rows.at(-1)?.position ?? last;
    events += rows.length;
  }
  const insertKind = database.prepare('INSERT INTO record_kinds VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const insertTerm = database.prepare('INSERT INTO record_kind_terms VALUES (?, ?, ?)');
  const insertRecipient = database.prepare('INSERT INTO record_kind_recipients VALUES (?, ?)');
  for (const { rows } of kinds.values()) {
    insertKind.run(rows.kind);
    for (const term of rows.terms) insertTerm.run(term);
    for (const recipient of rows.recipients) insertRecipient.run(recipient);
  }
  return events;
}

/**
 * Rows that stand for many records are worked out, which no hand does quickly: they are taken from where the ledger put
 * them, and inserted in the same order.
 */
function insertDerived(like: string, database: Database.Database): void {
  const source = new Database(like, { readonly: true });
  try {
    database.exec('BEGIN');
    for (const [table, order] of DERIVED) {
      const rows = source.prepare<[], unknown[]>(`SELECT * FROM ${table} ORDER BY ${order}`).raw();
      let insert: Database.Statement | undefined;
      for (const row of rows.iterate()) {
        insert ??= database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`);
        insert.run(row);
      }
    }
    database.exec('COMMIT');
  } finally {
    source.close();
  }
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
const COMPARED = ['records', 'record_kinds', 'record_kind_terms', 'record_kind_recipients'];

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
