import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';

/** About what the event of an access takes. */
const EVENT_BYTES = 600;

/** One event a transaction, each durable before the next: what no answer that waits for its record can undercut. */
export function durableAppends(file: string, count: number): readonly number[] {
  const database = new Database(file);
  try {
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) database.pragma(pragma);
    if (database.pragma('synchronous', { simple: true }) !== 2) throw new Error('SQLite does not flush each commit.');
    database.exec('CREATE TABLE events (position INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT');
    const insert = database.prepare('INSERT INTO events (data) VALUES (?)');
    const data = 'x'.repeat(EVENT_BYTES);
    return Array.from({ length: count }, () => {
      const begun = performance.now();
      insert.run(data);
      return performance.now() - begun;
    });
  } finally {
    database.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  }
}
