import { namedIn } from '#libs/domain';
import type { EventFamily } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { factsIn } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';
import { RecordKinds, createRecordKinds } from './record-kinds.ts';
import type { RecordKind } from './record-kinds.ts';
import { uuidIn } from './uuid-text.ts';

const COLUMNS = [
  'position',
  'event_id',
  'kind_id',
  'controller_id',
  'subject_id',
  'stream_name',
  'revision',
  'occurred_at',
  'recorded_at',
  'actor_id',
  'correlation_id',
  'fingerprint',
  'payload',
] as const;
const UUIDS = ['event_id', 'subject_id'];

/** The families whose events are entries of somebody's history. */
const FAMILIES: ReadonlySet<EventFamily> = new Set<EventFamily>(['processing', 'identity', 'access', 'deadline']);

/** One row for each event that is an entry of a history, with the kind by whose terms and recipients it can be found. */
export class RecordsProjection implements Projection {
  readonly name = 'records';
  readonly version = 3;
  readonly #kinds = new RecordKinds();

  async createTables(tx: ReadModelTransaction): Promise<void> {
    await createRecords(tx);
    await createRecordKinds(tx);
  }

  async createIndices(tx: ReadModelTransaction): Promise<void> {
    const { query } = tx;
    await query.schema.createIndex('records_by_event_id').on('records').column('event_id').unique().execute();
    await indexRecordsBySubject(tx);
    await query.schema
      .createIndex('records_by_controller')
      .on('records')
      .columns(['controller_id', 'position'])
      .execute();
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    await this.#kinds.refresh(tx);
    const rows: SqlValue[][] = [];
    for (const facts of factsIn(batch)) {
      if (!FAMILIES.has(facts.definition.family)) continue;
      const parts = partsOf(facts);
      const look = lookOf(facts, parts);
      // Waited for only where it is not known, which is next to never.
      rows.push(
        rowOf(facts, parts, this.#kinds.known(look) ?? (await this.#kinds.idOf(look, kindOf(facts, parts), tx))),
      );
    }
    await this.#kinds.save(tx);
    await tx.insertRows({ table: 'records', columns: COLUMNS, rows, uuids: UUIDS });
  }
}

/** May be asked for again: a rebuild makes indices late, and what needs one before that makes it earlier. */
export async function indexRecordsBySubject({ query }: ReadModelTransaction): Promise<void> {
  await query.schema
    .createIndex('records_by_subject')
    .ifNotExists()
    .on('records')
    .columns(['subject_id', 'position'])
    .execute();
}

/** What is worked out once of each event. */
interface Parts {
  readonly subjectId: string | null;
  readonly streamCategory: string;
  /** Names of the sealed compartments. */
  readonly sealed: readonly string[];
}

function partsOf({ event: { streamName }, data }: EventFacts): Parts {
  const hyphen = streamName.indexOf('-');
  return {
    subjectId: data.subjectId === undefined ? null : uuidIn(data.subjectId),
    streamCategory: hyphen === -1 ? streamName : streamName.slice(0, hyphen),
    sealed: data.sealed === undefined ? [] : Object.keys(data.sealed),
  };
}

function lookOf(
  { event, definition, data, fieldsText, metadata }: EventFacts,
  { streamCategory, sealed }: Parts,
): string {
  const named = definition.family === 'processing' ? `${String(data.schemaVersion)}\n${fieldsText}` : '';
  return `${event.type}\n${streamCategory}\n${metadata.recordedBy}\n${data.policyVersion ?? ''}\n${sealed.join(' ')}\n${named}`;
}

function kindOf(
  { event, definition, data, fields, metadata }: EventFacts,
  { streamCategory, sealed }: Parts,
): RecordKind {
  return {
    type: event.type,
    family: definition.family,
    streamCategory,
    recordedBy: metadata.recordedBy,
    policyVersion: data.policyVersion,
    sealed,
    // What a reader narrowed a search to is no statement about the person: only reports are found by terms.
    named: definition.family === 'processing' ? namedIn(definition, fields) : undefined,
  };
}

function rowOf(facts: EventFacts, { subjectId, streamCategory }: Parts, kindId: number): SqlValue[] {
  const { event, data, fieldsText, metadata, occurredAt, recordedAt } = facts;
  const { sealed, fields: _, ...envelope } = data;
  const isOfSubject = subjectId !== null && event.streamName === `${streamCategory}-${subjectId.toLowerCase()}`;
  return [
    event.position,
    event.id,
    kindId,
    data.controllerId ?? null,
    subjectId,
    isOfSubject ? null : event.streamName,
    event.revision,
    occurredAt,
    recordedAt,
    data.actorId ?? null,
    metadata.$correlationId === event.id ? null : metadata.$correlationId,
    metadata.fingerprint ?? null,
    // The fields are text already; an envelope is never empty.
    `${JSON.stringify(envelope).slice(0, -1)},"fields":${fieldsText}}`,
  ];
}

async function createRecords({ query, dialect }: ReadModelTransaction): Promise<void> {
  await query.schema
    .createTable('records')
    .addColumn('position', dialect.bigInteger, (column) => column.primaryKey())
    .addColumn('event_id', dialect.uuid, (column) => column.notNull())
    .addColumn('kind_id', 'integer', (column) => column.notNull())
    .addColumn('controller_id', 'text')
    .addColumn('subject_id', dialect.uuid)
    .addColumn('stream_name', 'text')
    .addColumn('revision', dialect.bigInteger, (column) => column.notNull())
    .addColumn('occurred_at', dialect.bigInteger, (column) => column.notNull())
    .addColumn('recorded_at', dialect.bigInteger, (column) => column.notNull())
    .addColumn('actor_id', 'text')
    .addColumn('correlation_id', 'text')
    .addColumn('fingerprint', 'text')
    .addColumn('payload', 'text', (column) => column.notNull())
    .execute();
}
