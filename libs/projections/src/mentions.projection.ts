import { sql } from 'kysely';
import type { StoredFields, StoredValue } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { factsOf, instantOf, textOf } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import { heldBetween, kindsHeld } from './held-between.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction } from './read-model-database.ts';
import { conditionsFor, filterParameters, filtersIn, RECORD_FILTERS } from './record-filters.ts';
import type { RecordFilters } from './record-filters.ts';
import { MergedSubjects, edgeBetween, survivorsOf } from './subject-merges.ts';
import type { MergeEdge } from './subject-merges.ts';
import { isUuidText, uuidIn } from './uuid-text.ts';

/**
 * Merges of subjects, and the entries a person finds in the own history though they are written elsewhere: searches
 * and exports that covered their records, conflicts and merges that name them. Both in one projection, event by event,
 * because whom a search covered depends on the merges in force at that place of the log.
 */
export class MentionsProjection implements Projection {
  readonly name = 'mentions';
  readonly version = 4;
  readonly #merged = new MergedSubjects();

  async createTables({ query, dialect }: ReadModelTransaction): Promise<void> {
    await dialect
      .orderByPrimaryKey(
        query.schema
          .createTable('mentioned_subjects')
          .addColumn('subject_id', dialect.uuid, (column) => column.notNull())
          .addColumn('position', dialect.bigInteger, (column) => column.notNull())
          .addPrimaryKeyConstraint('mentioned_subjects_key', ['subject_id', 'position']),
      )
      .execute();
    await query.schema
      .createTable('merge_edges')
      .addColumn('other_id', 'text', (column) => column.notNull())
      .addColumn('into_id', 'text', (column) => column.notNull())
      .addColumn('position', dialect.bigInteger, (column) => column.notNull())
      .addPrimaryKeyConstraint('merge_edges_key', ['other_id', 'into_id'])
      .execute();
    await query.schema
      .createTable('subject_merges')
      .addColumn('subject_id', 'text', (column) => column.primaryKey())
      .addColumn('survivor_id', 'text', (column) => column.notNull())
      .execute();
    await query.schema.createIndex('merge_edges_by_into').on('merge_edges').column('into_id').execute();
    await query.schema.createIndex('subject_merges_by_survivor').on('subject_merges').column('survivor_id').execute();
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    for (const event of batch) {
      switch (event.type) {
        case 'IdentityConflictDetected':
          await mention([fieldsOf(event)['otherSubjectId']], factsOf(event), tx);
          break;
        case 'SubjectsMerged':
        case 'SubjectsSeparated':
          await changeMerge(factsOf(event), this.#merged, tx);
          break;
        case 'HistoryRead':
        case 'HistoryExported':
        case 'SubjectStateRead':
          await mentionMembers(factsOf(event), this.#merged, tx);
          break;
        case 'RecordsSearched':
        case 'RecordsExported':
          await mentionCovered(factsOf(event), this.#merged, tx);
          break;
        case 'HeldSubjectsSearched':
          await mentionHeld(factsOf(event), tx);
          break;
      }
    }
  }
}

function fieldsOf(event: RecordedEvent): StoredFields {
  return factsOf(event).fields;
}

async function mention(
  subjects: readonly (StoredValue | undefined)[],
  { event, data }: EventFacts,
  tx: ReadModelTransaction,
): Promise<void> {
  const others = new Set(subjects.map(uuidIn).filter((subject) => subject !== data.subjectId));
  await tx.insertRows({
    table: 'mentioned_subjects',
    columns: ['subject_id', 'position'],
    rows: [...others].map((subject) => [subject, event.position]),
    uuids: ['subject_id'],
  });
}

/** A history follows merges, so reading one is reading all of them; it stays in each history after a separation. */
async function mentionMembers(facts: EventFacts, merged: MergedSubjects, tx: ReadModelTransaction): Promise<void> {
  await mention(await merged.membersOf(tx.query, textOf(facts.data.subjectId)), facts, tx);
}

async function changeMerge(facts: EventFacts, merged: MergedSubjects, tx: ReadModelTransaction): Promise<void> {
  const { event, fields } = facts;
  const other = textOf(fields['other']);
  const into = textOf(fields['into']);
  await mention([other, into], facts, tx);
  const ofOther = await merged.membersOf(tx.query, other);
  const ofInto = await merged.membersOf(tx.query, into);
  if (event.type === 'SubjectsSeparated') {
    await tx.query.deleteFrom('merge_edges').where(edgeBetween(other, into)).execute();
  } else if (ofInto.includes(other)) {
    // Two said it at once. Without a second way from one to the other, taking back any edge always parts the two.
    return;
  } else {
    await tx.insertRows({
      table: 'merge_edges',
      columns: ['other_id', 'into_id', 'position'],
      rows: [[other, into, event.position]],
    });
  }
  await resolveAgain([...new Set([...ofOther, ...ofInto])], tx);
}

/** Work out anew who stands for whom among these subjects, which are whole groups. */
async function resolveAgain(subjects: readonly string[], tx: ReadModelTransaction): Promise<void> {
  const list = tx.dialect.valuesOf(sql<string>`${JSON.stringify(subjects)}`);
  const edges: readonly MergeEdge[] = await tx.query
    .selectFrom('merge_edges')
    .selectAll()
    .where(sql<boolean>`other_id in ${list}`)
    .execute();
  await tx.query
    .deleteFrom('subject_merges')
    .where(sql<boolean>`subject_id in ${list}`)
    .execute();
  await tx.insertRows({
    table: 'subject_merges',
    columns: ['subject_id', 'survivor_id'],
    rows: [...survivorsOf(edges)],
  });
}

async function mentionCovered(
  { event, data, fields }: EventFacts,
  merged: MergedSubjects,
  tx: ReadModelTransaction,
): Promise<void> {
  const first = fields['positionFirst'];
  const last = fields['positionLast'];
  if (typeof first !== 'number' || typeof last !== 'number') return;
  const { filters, subjectId } = filtersOf(fields['filters']);
  const values = filterParameters(filters);
  const members = subjectId === undefined ? [] : (await merged.membersOf(tx.query, subjectId)).filter(isUuidText);
  const covered = tx.query
    .selectFrom('records')
    .select(['records.subject_id', sql<number>`cast(${event.position} as bigint)`.as('position')])
    .distinct()
    .where('records.controller_id', '=', textOf(data.controllerId))
    .where('records.position', '>=', first)
    .where('records.position', '<=', Math.min(last, event.position))
    .where('records.subject_id', 'is not', null)
    .where((eb) => eb.and(conditionsFor(eb, filtersIn(filters), tx.dialect, (name) => values[name])))
    .$if(subjectId !== undefined, (query) =>
      query.where(sql<boolean>`records.subject_id in ${tx.dialect.uuidsOf(sql<string>`${JSON.stringify(members)}`)}`),
    );
  await tx.query
    .insertInto('mentioned_subjects')
    .columns(['subject_id', 'position'])
    .expression(covered as never)
    .execute();
}

/** Everybody whom the answer named, found as it was found then: what was known at a place in the log never changes. */
async function mentionHeld({ event, data, fields }: EventFacts, tx: ReadModelTransaction): Promise<void> {
  const { format, subjectFirst, subjectLast, positionLast } = fields;
  if (typeof positionLast !== 'number' || (format === undefined && subjectFirst === undefined)) return;
  const kinds = await kindsHeld(tx, {
    controllerId: textOf(data.controllerId),
    recipients: listIn(fields['recipients']),
    categories: listIn(fields['categories']),
    datasets: listIn(fields['datasets']),
  });
  const { condition } = await heldBetween(tx, {
    kinds,
    from: instantOf(fields['heldFrom']),
    to: instantOf(fields['heldTo']),
    known: Math.min(positionLast, event.position),
  });
  const { uuidOf } = tx.dialect;
  const held = tx.query
    .selectFrom('holdings')
    .select(['holdings.subject_id', sql<number>`cast(${event.position} as bigint)`.as('position')])
    .distinct()
    .where(condition)
    .$if(subjectFirst !== undefined, (query) =>
      query.where(sql<boolean>`holdings.subject_id >= ${uuidOf(sql<string>`${uuidIn(subjectFirst)}`)}`),
    )
    .$if(subjectLast !== undefined, (query) =>
      query.where(sql<boolean>`holdings.subject_id <= ${uuidOf(sql<string>`${uuidIn(subjectLast)}`)}`),
    );
  await tx.query
    .insertInto('mentioned_subjects')
    .columns(['subject_id', 'position'])
    .expression(held as never)
    .execute();
}

function listIn(stored: StoredValue | undefined): readonly string[] | undefined {
  return Array.isArray(stored) ? (stored as readonly string[]) : undefined;
}

/** The filters as the access event keeps them: instants as text. What it does not keep covers more, never less. */
function filtersOf(stored: StoredValue | undefined): { filters: RecordFilters; subjectId: string | undefined } {
  const fields = (typeof stored === 'object' && !Array.isArray(stored) ? stored : {}) as StoredFields;
  const filters: { [name: string]: number | readonly string[] } = {};
  for (const [name, { kind }] of Object.entries(RECORD_FILTERS)) {
    const value = fields[name];
    if (kind === 'instant' && value !== undefined) filters[name] = instantOf(value);
    else if (Array.isArray(value)) filters[name] = value as readonly string[];
  }
  return { filters, subjectId: fields['subjectId'] === undefined ? undefined : textOf(fields['subjectId']) };
}
