import type { ReadModelTransaction } from './read-model-database.ts';

/**
 * The last event that changed anything of a projection. What a projection keeps in memory of its own tables is true while this
 * is what it last wrote: a batch that was rolled back, or projected by another process, shows here.
 */
export async function stampOf({ query }: ReadModelTransaction, projection: string): Promise<number> {
  const row = await query
    .selectFrom('projection_stamps')
    .select('position')
    .where('projection', '=', projection)
    .executeTakeFirstOrThrow();
  return row.position;
}

export async function stamp({ query }: ReadModelTransaction, projection: string, position: number): Promise<void> {
  await query.updateTable('projection_stamps').set({ position }).where('projection', '=', projection).execute();
}

/** Before any event. */
export const UNCHANGED = -1;

export async function createStamp({ query, dialect }: ReadModelTransaction, projection: string): Promise<void> {
  await query.schema
    .createTable('projection_stamps')
    .ifNotExists()
    .addColumn('projection', 'text', (column) => column.primaryKey())
    .addColumn('position', dialect.bigInteger, (column) => column.notNull())
    .execute();
  await query.insertInto('projection_stamps').values({ projection, position: UNCHANGED }).execute();
}
