import { existsSync, readFileSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { Database as Connection } from 'better-sqlite3';
import { openForWriting } from '../log-file.ts';
import { serveWriter } from '../writer-service.ts';

/**
 * A writer whose next commit fails when a file `<log>.fail` lies beside the log. Its text says how: `lost` before
 * anything is committed, `kept` after it was committed, `full` for want of space; with `died` and `diedLate` it is the thread
 * that ends, before and after.
 */
function openFailing(file: string): Connection {
  const db = openForWriting(file);
  const prepare = db.prepare.bind(db) as (sql: string) => { run: () => unknown };
  const prepareFailing = (sql: string): unknown => {
    const statement = prepare(sql);
    if (sql !== 'COMMIT') return statement;
    return { run: () => commitOrFail(`${file}.fail`, () => statement.run()) };
  };
  return Object.assign(db, { prepare: prepareFailing });
}

function commitOrFail(order: string, commit: () => unknown): unknown {
  if (!existsSync(order)) return commit();
  const fault = readFileSync(order, 'utf8');
  rmSync(order);
  if (fault === 'kept' || fault === 'diedLate') commit();
  if (fault.startsWith('died')) process.exit(1);
  throw Object.assign(new Error('injected'), { code: fault === 'full' ? 'SQLITE_FULL' : 'SQLITE_IOERR_FSYNC' });
}

serveWriter(parentPort, (workerData as { readonly file: string }).file, openFailing);
