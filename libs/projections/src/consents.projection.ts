import { ConsentExpired, ConsentGiven, ConsentWithdrawn } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { factsOf, instantOf, textOf } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';
import { uuidIn } from './uuid-text.ts';

/** Consents that were given, and what ended them. What is left of one at a time is worked out when somebody asks. */
export class ConsentsProjection implements Projection {
  readonly name = 'consents';
  readonly version = 1;

  async createTables({ query, dialect }: ReadModelTransaction): Promise<void> {
    await query.schema
      .createTable('consents')
      .addColumn('position', dialect.bigInteger, (column) => column.primaryKey())
      .addColumn('event_id', dialect.uuid, (column) => column.notNull())
      .addColumn('controller_id', 'text', (column) => column.notNull())
      .addColumn('subject_id', dialect.uuid, (column) => column.notNull())
      .addColumn('given_at', dialect.bigInteger, (column) => column.notNull())
      .addColumn('expires_at', dialect.bigInteger)
      .addColumn('form', 'text', (column) => column.notNull())
      .addColumn('given_by', 'text', (column) => column.notNull())
      .execute();
    await dialect
      .orderByPrimaryKey(
        query.schema
          .createTable('consent_ends')
          .addColumn('subject_id', dialect.uuid, (column) => column.notNull())
          .addColumn('position', dialect.bigInteger, (column) => column.notNull())
          .addColumn('event_id', dialect.uuid, (column) => column.notNull())
          .addColumn('ended_at', dialect.bigInteger, (column) => column.notNull())
          .addColumn('consent_ref', 'text')
          .addColumn('scope', 'text')
          .addColumn('expired', 'integer', (column) => column.notNull())
          .addPrimaryKeyConstraint('consent_ends_key', ['subject_id', 'position']),
      )
      .execute();
  }

  async createIndices({ query }: ReadModelTransaction): Promise<void> {
    for (const column of ['controller_id', 'subject_id'] as const) {
      await query.schema.createIndex(`consents_by_${column}`).on('consents').columns([column, 'position']).execute();
    }
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    const given: SqlValue[][] = [];
    const ended: SqlValue[][] = [];
    for (const event of batch) {
      if (event.type === ConsentGiven.type) given.push(givenRow(factsOf(event)));
      else if (event.type === ConsentWithdrawn.type || event.type === ConsentExpired.type) {
        ended.push(endedRow(factsOf(event)));
      }
    }
    await tx.insertRows({ table: 'consents', columns: GIVEN, rows: given, uuids: ['event_id', 'subject_id'] });
    await tx.insertRows({ table: 'consent_ends', columns: ENDED, rows: ended, uuids: ['event_id', 'subject_id'] });
  }
}

const GIVEN = [
  'position',
  'event_id',
  'controller_id',
  'subject_id',
  'given_at',
  'expires_at',
  'form',
  'given_by',
] as const;

function givenRow({ event, data, fields, occurredAt }: EventFacts): SqlValue[] {
  const { expiresAt } = fields;
  return [
    event.position,
    event.id,
    textOf(data.controllerId),
    uuidIn(data.subjectId),
    occurredAt,
    expiresAt === undefined ? null : instantOf(expiresAt),
    textOf(fields['form']),
    textOf(fields['givenBy']),
  ];
}

const ENDED = ['subject_id', 'position', 'event_id', 'ended_at', 'consent_ref', 'scope', 'expired'] as const;

function endedRow({ event, data, fields, occurredAt }: EventFacts): SqlValue[] {
  const { consentRef, scope } = fields;
  return [
    uuidIn(data.subjectId),
    event.position,
    event.id,
    occurredAt,
    consentRef === undefined ? null : uuidIn(consentRef).toLowerCase(),
    scope === undefined ? null : JSON.stringify(scope),
    event.type === ConsentExpired.type ? 1 : 0,
  ];
}
