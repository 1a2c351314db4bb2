import Database from 'better-sqlite3';
import type { LedgerUnderLoad } from '../ledger-under-load.ts';

/** Findings that were ever raised. */
export function countFindings({ eventsFile }: LedgerUnderLoad): number {
  const database = new Database(eventsFile, { readonly: true });
  try {
    return Number(database.prepare(`SELECT count(*) FROM events WHERE type = 'FindingRaised'`).pluck().get());
  } finally {
    database.close();
  }
}
