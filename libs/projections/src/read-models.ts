import { ledgerProjections } from './ledger-projections.ts';
import type { ReadModelDatabase } from './read-model-database.ts';
import { assertReadModels } from './read-model-schema.ts';
import { SqliteReadModelDatabase } from './sqlite-read-model-database.ts';

export interface OpenReadModels {
  readonly file: string;
  /** A writer is what a projector needs; there is one at a time. */
  readonly mode: 'read' | 'write';
}

/**
 * Open the read models kept in a SQLite file.
 * @throws ProjectionError `locked` (another writer or a rebuild), `damaged`; for a reader `unavailable` when there is
 *   no file yet and `rebuildNeeded` when its tables are not this version's.
 */
export async function openReadModels({ file, mode }: OpenReadModels): Promise<ReadModelDatabase> {
  const database = SqliteReadModelDatabase.open({ file, mode });
  if (mode === 'write') return database;
  try {
    await assertReadModels(database, ledgerProjections());
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
