import { createHoldingKinds } from './holding-kinds.ts';
import { ProjectionStamp } from './projection-stamp.ts';
import type { ReadModelTransaction } from './read-model-database.ts';

export async function createHoldings(tx: ReadModelTransaction): Promise<void> {
  const { query, dialect } = tx;
  await dialect
    .orderByPrimaryKey(
      query.schema
        .createTable('holdings')
        .addColumn('subject_id', dialect.uuid, (column) => column.notNull())
        .addColumn('kind_id', 'integer', (column) => column.notNull())
        .addColumn('valid_from', dialect.bigInteger, (column) => column.notNull())
        .addColumn('valid_to', dialect.bigInteger)
        .addColumn('from_position', dialect.bigInteger, (column) => column.notNull())
        .addColumn('to_position', dialect.bigInteger)
        .addColumn('known_from', dialect.bigInteger, (column) => column.notNull())
        .addColumn('known_to', dialect.bigInteger)
        .addPrimaryKeyConstraint('holdings_key', ['subject_id', 'kind_id', 'valid_from', 'known_from']),
    )
    .execute();
  await createHoldingKinds(tx);
  await dialect
    .orderByPrimaryKey(
      query.schema
        .createTable('holding_endings')
        .addColumn('subject_id', dialect.uuid, (column) => column.notNull())
        .addColumn('position', dialect.bigInteger, (column) => column.notNull())
        .addColumn('controller_id', 'text', (column) => column.notNull())
        .addColumn('ended_at', dialect.bigInteger, (column) => column.notNull())
        .addColumn('marks', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('holding_endings_key', ['subject_id', 'position']),
    )
    .execute();
  await query.schema
    .createTable('holding_ends_for_all')
    .addColumn('position', dialect.bigInteger, (column) => column.primaryKey())
    .addColumn('controller_id', 'text', (column) => column.notNull())
    .addColumn('recipient_id', 'text', (column) => column.notNull())
    .addColumn('ended_at', dialect.bigInteger, (column) => column.notNull())
    .addColumn('mark', 'text', (column) => column.notNull())
    .execute();
  await new ProjectionStamp('holdings').create(tx);
}
