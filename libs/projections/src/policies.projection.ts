import { PolicyVersionPublished } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { factsOf, instantOf, streamIdOf, textOf } from './event-facts.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction } from './read-model-database.ts';

/** The published versions of every company's policy, with their packs. */
export class PoliciesProjection implements Projection {
  readonly name = 'policies';
  readonly version = 1;

  async createTables({ query, dialect }: ReadModelTransaction): Promise<void> {
    await query.schema
      .createTable('policy_versions')
      .addColumn('controller_id', 'text', (column) => column.notNull())
      .addColumn('policy_version', 'text', (column) => column.notNull())
      .addColumn('effective_from', dialect.bigInteger, (column) => column.notNull())
      .addColumn('published_at', dialect.bigInteger, (column) => column.notNull())
      .addColumn('position', dialect.bigInteger, (column) => column.notNull())
      .addColumn('pack', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('policy_versions_key', ['controller_id', 'policy_version'])
      .execute();
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    for (const event of batch) {
      if (event.type !== PolicyVersionPublished.type) continue;
      const { fields, recordedAt } = factsOf(event);
      await tx.query
        .insertInto('policy_versions')
        .values({
          controller_id: streamIdOf(event.streamName),
          policy_version: textOf(fields['policyVersion']),
          effective_from: instantOf(fields['effectiveFrom']),
          published_at: recordedAt,
          position: event.position,
          pack: JSON.stringify(fields['pack']),
        })
        .execute();
    }
  }
}
