import {
  PersonalDataExported,
  PersonalDataShared,
  RecipientAccessRevoked,
  RecipientAgreementConcluded,
  RecipientAgreementEnded,
  RecipientServiceEnded,
} from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { factsIn, malformed, textOf } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';
import { RecipientFlows, createRecipientFlows } from './recipient-flows.ts';
import type { Flowing } from './recipient-flows.ts';

/** What is recorded of a recipient itself, and of nobody's data. */
const OF_RECIPIENTS: ReadonlySet<string> = new Set([
  RecipientAgreementConcluded.type,
  RecipientAgreementEnded.type,
  RecipientServiceEnded.type,
  RecipientAccessRevoked.type,
]);

/** Recipients of companies: what binds them, and which categories each was given since when and when last. */
export class SharingProjection implements Projection {
  readonly name = 'sharing';
  readonly version = 1;
  readonly #flows = new RecipientFlows();

  async createTables(tx: ReadModelTransaction): Promise<void> {
    const { query, dialect } = tx;
    await query.schema
      .createTable('recipient_records')
      .addColumn('position', dialect.bigInteger, (column) => column.primaryKey())
      .addColumn('event_id', dialect.uuid, (column) => column.notNull())
      .addColumn('controller_id', 'text', (column) => column.notNull())
      .addColumn('recipient_id', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('occurred_at', dialect.bigInteger, (column) => column.notNull())
      .addColumn('recorded_at', dialect.bigInteger, (column) => column.notNull())
      .addColumn('fields', 'text', (column) => column.notNull())
      .execute();
    await query.schema
      .createIndex('recipient_records_by_recipient')
      .on('recipient_records')
      .columns(['controller_id', 'recipient_id', 'position'])
      .execute();
    await createRecipientFlows(tx);
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    const rows: SqlValue[][] = [];
    const flowing: Flowing[] = [];
    for (const facts of factsIn(batch)) {
      const { type } = facts.event;
      if (type === PersonalDataShared.type || type === PersonalDataExported.type) {
        if (facts.fields['recipient'] !== undefined) flowing.push(flowingIn(facts));
      } else if (OF_RECIPIENTS.has(type) && facts.data.subjectId === undefined) rows.push(recordRow(facts));
    }
    await tx.insertRows({ table: 'recipient_records', columns: COLUMNS, rows, uuids: ['event_id'] });
    if (flowing.length > 0) await this.#flows.project(flowing, tx);
  }
}

function flowingIn({ event, data, fields, occurredAt: at }: EventFacts): Flowing {
  const { recipient, recipientKind = '', country = fields['toCountry'] ?? '', categories } = fields;
  if (!Array.isArray(categories)) throw malformed();
  return {
    controllerId: textOf(data.controllerId),
    recipientId: textOf(recipient),
    recipientKind: String(recipientKind),
    country: String(country),
    categories: categories as readonly string[],
    at,
    position: event.position,
  };
}

const COLUMNS = [
  'position',
  'event_id',
  'controller_id',
  'recipient_id',
  'type',
  'occurred_at',
  'recorded_at',
  'fields',
] as const;

function recordRow({ event, data, fields, occurredAt, recordedAt }: EventFacts): SqlValue[] {
  return [
    event.position,
    event.id,
    textOf(data.controllerId),
    textOf(fields['recipient']),
    event.type,
    occurredAt,
    recordedAt,
    JSON.stringify(fields),
  ];
}
