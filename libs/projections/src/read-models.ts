import { PostgresReadModelDatabase } from './postgres-read-model-database.ts';
import type { PostgresReadModels } from './postgres-sessions.ts';
import { ledgerProjectionVersions } from './ledger-projections.ts';
import type { ReadModelDatabase } from './read-model-database.ts';
import { assertReadModels } from './read-model-schema.ts';
import { SqliteReadModelDatabase } from './sqlite-read-model-database.ts';

/** Where read models are kept: in a SQLite file, for one process, or in PostgreSQL, for any number. */
export type ReadModelPlace = { readonly file: string } | PostgresReadModels;

/** A writer is what a projector needs: one for a file, and one that leads among those of a PostgreSQL schema. */
export type OpenReadModels = ReadModelPlace & { readonly mode: 'read' | 'write' };

/**
 * Open the read models, on the engine that the place names.
 * @throws ProjectionError `damaged`; `locked` (a file that has another writer or a rebuild); `unavailable` when the
 *   server cannot be reached; for a reader also when there is nothing yet, and `rebuildNeeded` when the tables are not
 *   this version's.
 */
export async function openReadModels({ mode, ...place }: OpenReadModels): Promise<ReadModelDatabase> {
  const database =
    'file' in place
      ? SqliteReadModelDatabase.open({ file: place.file, mode })
      : await PostgresReadModelDatabase.open(place, mode);
  if (mode === 'write') return database;
  try {
    await assertReadModels(database, ledgerProjectionVersions());
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
