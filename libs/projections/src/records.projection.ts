import { namedIn } from '#libs/domain';
import type { EventFamily } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { factsOf } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';
import { TermDictionary } from './term-dictionary.ts';

const COLUMNS = [
  'position',
  'event_id',
  'stream_name',
  'revision',
  'type',
  'family',
  'controller_id',
  'subject_id',
  'occurred_at',
  'recorded_at',
  'actor_id',
  'recorded_by',
  'correlation_id',
  'policy_version',
  'fingerprint',
  'payload',
  'sealed',
] as const;

/** The families whose events are entries of somebody's history. */
const FAMILIES: ReadonlySet<EventFamily> = new Set<EventFamily>(['processing', 'identity', 'access']);

/** One row for each event that is an entry of a history, with the terms and recipients it can be found by. */
export class RecordsProjection implements Projection {
  readonly name = 'records';
  readonly version = 1;
  readonly #terms = new TermDictionary();

  async createTables(tx: ReadModelTransaction): Promise<void> {
    await createRecords(tx);
    await createTerms(tx);
  }

  async createIndices({ query }: ReadModelTransaction): Promise<void> {
    await query.schema.createIndex('records_by_event_id').on('records').column('event_id').unique().execute();
    await query.schema.createIndex('records_by_subject').on('records').columns(['subject_id', 'position']).execute();
    await query.schema
      .createIndex('records_by_controller')
      .on('records')
      .columns(['controller_id', 'position'])
      .execute();
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    await this.#terms.refresh(tx);
    const records: SqlValue[][] = [];
    const terms: SqlValue[][] = [];
    const recipients: SqlValue[][] = [];
    for (const event of batch) {
      const facts = factsOf(event);
      if (!FAMILIES.has(facts.definition.family)) continue;
      records.push(rowOf(facts));
      // What a reader narrowed a search to is no statement about the person: only reports are found by terms.
      if (facts.definition.family !== 'processing') continue;
      const named = namedIn(facts.definition, facts.fields);
      for (const [scheme, iris] of named.terms) {
        for (const iri of iris) terms.push([this.#terms.idOf(scheme, iri), event.position]);
      }
      for (const recipient of named.recipients) recipients.push([recipient, event.position]);
    }
    await tx.insertRows({ table: 'records', columns: COLUMNS, rows: records });
    await this.#terms.save(tx);
    await tx.insertRows({ table: 'record_terms', columns: ['term_id', 'position'], rows: terms });
    await tx.insertRows({ table: 'record_recipients', columns: ['recipient_id', 'position'], rows: recipients });
  }
}

function rowOf({ event, definition, data, metadata, occurredAt, recordedAt }: EventFacts): SqlValue[] {
  const { sealed, ...clear } = data;
  return [
    event.position,
    event.id,
    event.streamName,
    event.revision,
    event.type,
    definition.family,
    data.controllerId ?? null,
    data.subjectId ?? null,
    occurredAt,
    recordedAt,
    data.actorId ?? null,
    metadata.recordedBy,
    metadata.$correlationId,
    data.policyVersion ?? null,
    metadata.fingerprint ?? null,
    JSON.stringify(clear),
    sealed === undefined ? null : Object.keys(sealed).join(' ') || null,
  ];
}

async function createRecords({ query, dialect }: ReadModelTransaction): Promise<void> {
  await query.schema
    .createTable('records')
    .addColumn('position', dialect.bigInteger, (column) => column.primaryKey())
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('stream_name', 'text', (column) => column.notNull())
    .addColumn('revision', dialect.bigInteger, (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('family', 'text', (column) => column.notNull())
    .addColumn('controller_id', 'text')
    .addColumn('subject_id', 'text')
    .addColumn('occurred_at', dialect.bigInteger, (column) => column.notNull())
    .addColumn('recorded_at', dialect.bigInteger, (column) => column.notNull())
    .addColumn('actor_id', 'text')
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('correlation_id', 'text', (column) => column.notNull())
    .addColumn('policy_version', 'text')
    .addColumn('fingerprint', 'text')
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text')
    .execute();
}

async function createTerms({ query, dialect }: ReadModelTransaction): Promise<void> {
  await query.schema
    .createTable('terms')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('scheme', 'text', (column) => column.notNull())
    .addColumn('iri', 'text', (column) => column.notNull())
    .addUniqueConstraint('terms_by_iri', ['scheme', 'iri'])
    .execute();
  await dialect
    .orderByPrimaryKey(
      query.schema
        .createTable('record_terms')
        .addColumn('term_id', 'integer', (column) => column.notNull())
        .addColumn('position', dialect.bigInteger, (column) => column.notNull())
        .addPrimaryKeyConstraint('record_terms_key', ['term_id', 'position']),
    )
    .execute();
  await dialect
    .orderByPrimaryKey(
      query.schema
        .createTable('record_recipients')
        .addColumn('recipient_id', 'text', (column) => column.notNull())
        .addColumn('position', dialect.bigInteger, (column) => column.notNull())
        .addPrimaryKeyConstraint('record_recipients_key', ['recipient_id', 'position']),
    )
    .execute();
}
