import { sql } from 'kysely';
import type { Projection, ProjectionVersion } from './projection.ts';
import { ProjectionError } from './projection-error.ts';
import type { ReadModelDatabase, ReadModelTransaction } from './read-model-database.ts';

/** Name under which the version of the tables that belong to no projection is kept. */
const PROGRESS = 'progress';
const PROGRESS_VERSION = 1;

export interface SchemaOptions {
  /** `later` leaves the indices to a call of `createIndices`. */
  readonly indices: 'now' | 'later';
}

/**
 * Make the tables of an empty database, or see that those of a used one are of this version.
 * @throws ProjectionError `rebuildNeeded` when a projection is new, gone or of another version.
 */
export async function prepareReadModels(
  database: ReadModelDatabase,
  projections: readonly Projection[],
  { indices }: SchemaOptions = { indices: 'now' },
): Promise<void> {
  const wanted = versionsOf(projections);
  await database.transaction(async (tx) => {
    await createProgressTables(tx);
    const found = await tx.query.selectFrom('projection_versions').selectAll().orderBy('name').execute();
    if (found.length > 0) return assertVersions(found, wanted);
    for (const projection of projections) {
      await projection.createTables(tx);
      if (indices === 'now') await projection.createIndices?.(tx);
    }
    await tx.query.insertInto('projection_versions').values(wanted).execute();
    await tx.query.insertInto('projection_progress').values({ id: 1, position: null }).execute();
  });
}

/** @throws ProjectionError `rebuildNeeded` when the tables are not those of `projections`. */
export async function assertReadModels(
  database: ReadModelDatabase,
  projections: readonly ProjectionVersion[],
): Promise<void> {
  const tables = await sql<{ found: number }>`select 1 as found from projection_versions limit 1`
    .execute(database.query)
    .catch(() => undefined);
  const found = tables?.rows.length
    ? await database.query.selectFrom('projection_versions').selectAll().orderBy('name').execute()
    : [];
  assertVersions(found, versionsOf(projections));
}

function versionsOf(projections: readonly ProjectionVersion[]): ProjectionVersion[] {
  return [
    { name: PROGRESS, version: PROGRESS_VERSION },
    ...projections.map(({ name, version }) => ({ name, version })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function assertVersions(found: readonly ProjectionVersion[], wanted: readonly ProjectionVersion[]): void {
  const print = (versions: readonly ProjectionVersion[]) =>
    versions.map(({ name, version }) => `${name}@${String(version)}`).join(' ');
  if (print(found) === print(wanted)) return;
  throw new ProjectionError(
    'rebuildNeeded',
    `The read models were made by another version (${print(found) || 'none'}; this one needs ${print(wanted)}). ` +
      'Stop the service and run `pdl rebuild`.',
  );
}

async function createProgressTables({ query, dialect }: ReadModelTransaction): Promise<void> {
  await query.schema
    .createTable('projection_progress')
    .ifNotExists()
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('position', dialect.bigInteger)
    .execute();
  await query.schema
    .createTable('projection_versions')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('version', 'integer', (column) => column.notNull())
    .execute();
  await query.schema
    .createTable('parked_events')
    .ifNotExists()
    .addColumn('position', dialect.bigInteger, (column) => column.primaryKey())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('reason_code', 'text', (column) => column.notNull())
    .execute();
}
