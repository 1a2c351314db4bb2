import { evolveFinding, FindingRaised } from '#libs/domain';
import type { FindingState } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { factsOf, instantOf, malformed, textOf } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';
import type { FindingVersionsTable } from './tables.ts';

const COLUMNS = [
  'position',
  'finding_id',
  'event_id',
  'stream_name',
  'revision',
  'number',
  'known_from',
  'known_to',
  'raised_position',
  'controller_id',
  'subject_id',
  'record_id',
  'record_type',
  'happened_at',
  'rule',
  'outcome',
  'status',
  'said',
  'cause',
  'because',
  'sealed',
] as const satisfies readonly (keyof FindingVersionsTable)[];

/** What is on record about each finding, and what was believed at any time before. */
export class FindingsProjection implements Projection {
  readonly name = 'findings';
  readonly version = 1;

  async createTables({ query, dialect }: ReadModelTransaction): Promise<void> {
    await query.schema
      .createTable('finding_versions')
      .addColumn('position', dialect.bigInteger, (column) => column.primaryKey())
      .addColumn('finding_id', 'text', (column) => column.notNull())
      .addColumn('event_id', 'text', (column) => column.notNull())
      .addColumn('stream_name', 'text', (column) => column.notNull())
      .addColumn('revision', dialect.bigInteger, (column) => column.notNull())
      .addColumn('number', 'integer', (column) => column.notNull())
      .addColumn('known_from', dialect.bigInteger, (column) => column.notNull())
      .addColumn('known_to', dialect.bigInteger)
      .addColumn('raised_position', dialect.bigInteger, (column) => column.notNull())
      .addColumn('controller_id', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text')
      .addColumn('record_id', 'text', (column) => column.notNull())
      .addColumn('record_type', 'text', (column) => column.notNull())
      .addColumn('happened_at', dialect.bigInteger, (column) => column.notNull())
      .addColumn('rule', 'text', (column) => column.notNull())
      .addColumn('outcome', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('said', 'text', (column) => column.notNull())
      .addColumn('cause', 'text', (column) => column.notNull())
      .addColumn('because', 'text')
      .addColumn('sealed', 'integer', (column) => column.notNull())
      .execute();
    // Projecting itself looks the last version of a finding up.
    await query.schema
      .createIndex('finding_versions_by_finding')
      .on('finding_versions')
      .columns(['finding_id', 'number'])
      .unique()
      .execute();
  }

  async createIndices({ query }: ReadModelTransaction): Promise<void> {
    for (const column of ['controller_id', 'subject_id', 'record_id'] as const) {
      await query.schema
        .createIndex(`finding_versions_by_${column}`)
        .on('finding_versions')
        .columns([column, 'raised_position'])
        .execute();
    }
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    const events = batch.filter(({ streamName }) => streamName.startsWith('assessment-')).map(factsOf);
    const told = events.filter(({ fields }) => fields['findingId'] !== undefined);
    if (told.length === 0) return;
    const before = await this.#known(told, tx);
    const latest = new Map<string, FindingVersionsTable>();
    const rows: FindingVersionsTable[] = [];
    for (const facts of told) {
      const findingId = textOf(facts.fields['findingId']);
      const row = rowAfter(facts, latest.get(findingId) ?? before.get(findingId));
      const replaced = latest.get(findingId);
      if (replaced !== undefined) replaced.known_to = row.known_from;
      latest.set(findingId, row);
      rows.push(row);
    }
    for (const findingId of before.keys()) await close(findingId, rows, tx);
    await tx.insertRows({
      table: 'finding_versions',
      columns: COLUMNS,
      rows: rows.map((row): SqlValue[] => COLUMNS.map((column) => row[column])),
    });
  }

  /** The latest version of those that were raised before this batch. */
  async #known(told: readonly EventFacts[], tx: ReadModelTransaction): Promise<Map<string, FindingVersionsTable>> {
    const raised = new Set(
      told.filter(({ event }) => event.type === FindingRaised.type).map(({ fields }) => fields['findingId']),
    );
    const ids = new Set(told.map(({ fields }) => fields['findingId']).filter((id) => !raised.has(id)));
    const known = new Map<string, FindingVersionsTable>();
    for (const id of ids) {
      const row = await tx.query
        .selectFrom('finding_versions')
        .selectAll()
        .where('finding_id', '=', textOf(id))
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row !== undefined) known.set(row.finding_id, row);
    }
    return known;
  }
}

/** What was the latest before this batch no longer is. */
async function close(
  findingId: string,
  rows: readonly FindingVersionsTable[],
  tx: ReadModelTransaction,
): Promise<void> {
  const first = rows.find((row) => row.finding_id === findingId);
  await tx.query
    .updateTable('finding_versions')
    .set({ known_to: first?.known_from ?? null })
    .where('finding_id', '=', findingId)
    .where('known_to', 'is', null)
    .execute();
}

function rowAfter(facts: EventFacts, before: FindingVersionsTable | undefined): FindingVersionsTable {
  const { event, fields, data, recordedAt } = facts;
  const state = evolveFinding(before === undefined ? undefined : stateOf(before), { type: event.type, fields });
  if (state === undefined) throw malformed();
  return {
    position: event.position,
    finding_id: state.findingId,
    event_id: event.id,
    stream_name: event.streamName,
    revision: event.revision,
    number: state.number,
    known_from: recordedAt,
    known_to: null,
    raised_position: before?.raised_position ?? event.position,
    controller_id: textOf(data.controllerId),
    subject_id: data.subjectId ?? null,
    record_id: state.recordId,
    record_type: before?.record_type ?? textOf(fields['recordType']),
    happened_at: before?.happened_at ?? instantOf(fields['happenedAt']),
    rule: state.rule,
    outcome: state.outcome,
    status: state.status,
    said: JSON.stringify(state.said),
    cause: fields['cause'] === undefined ? 'person' : textOf(fields['cause']),
    because: fields['because'] === undefined ? null : textOf(fields['because']),
    sealed: data.sealed === undefined ? 0 : 1,
  };
}

function stateOf(row: FindingVersionsTable): FindingState {
  return {
    findingId: row.finding_id,
    recordId: row.record_id,
    rule: row.rule as FindingState['rule'],
    number: row.number,
    outcome: row.outcome as FindingState['outcome'],
    status: row.status as FindingState['status'],
    said: JSON.parse(row.said) as FindingState['said'],
  };
}
