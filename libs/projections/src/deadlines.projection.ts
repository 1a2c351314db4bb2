import { sql } from 'kysely';
import type { SqlBool } from 'kysely';
import { CLOCK_EVENT_TYPES, clocksOf, DeadlinePassed } from '#libs/domain';
import type { ClockWorld, RecordedFact, RetainedFields } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { caseKeys, DeadlineRows } from './deadline-rows.ts';
import type { KeptClock } from './deadline-rows.ts';
import { DeadlineSetting } from './deadline-setting.ts';
import type { Setting } from './deadline-setting.ts';
import { factsOf, instantOf, textOf } from './event-facts.ts';
import type { EventFacts } from './event-facts.ts';
import { LegalHolds } from './legal-holds.ts';
import type { Projection } from './projection.ts';
import type { ReadModelTransaction } from './read-model-database.ts';

/** Types that start clocks and touch none that runs. */
const STARTING = new Set(['PersonalDataCollected', 'AccountCancelled', 'ConsentGiven', 'RightsRequestReceived']);
/** Types about data that is kept: one person's, or everybody's. */
const ABOUT_KEEPING = new Set([
  'PersonalDataDeleted',
  'PersonalDataAnonymized',
  'DeletionDeferred',
  'LegalHoldPlaced',
  'LegalHoldReleased',
]);
/** Types that may start the time to delete what is held, all of it. */
const ABOUT_ALL_HELD = new Set(['AccountCancelled', 'RightsRequestAnswered']);
/** Types that may start a clock on data that somebody may have put a hold on. */
const UNDER_HOLDS = new Set(['PersonalDataCollected', 'AccountCancelled', 'RightsRequestAnswered']);

const BREACH_TYPES = new Set(['BreachDetected', 'BreachNoticeGiven']);
const OTHER_TYPES = new Set<string>(['ControllerRegistered']);

/** Of an index, the deadlines that are not settled: what is settled is looked at rarely. */
const IS_OPEN = sql<SqlBool>`settled_at is null`;

/** Version of the tables and of what goes into them. */
export const DEADLINES = { name: 'deadlines', version: 3 } as const;

/**
 * What is due, by when, by which rule. The counting is the domain's; here it is found which clocks an event may touch. It
 * follows `policies` and `records`, which it looks up, and counts by the law that this version of the ledger knows.
 */
export class DeadlinesProjection implements Projection {
  readonly name = DEADLINES.name;
  readonly version = DEADLINES.version;
  readonly #rows = new DeadlineRows();
  readonly #holds = new LegalHolds();
  readonly #setting: DeadlineSetting;

  constructor(world: ClockWorld) {
    this.#setting = new DeadlineSetting(world);
  }

  async createTables(tx: ReadModelTransaction): Promise<void> {
    await createDeadlines(tx);
    await tx.query.schema
      .createTable('deadline_companies')
      .addColumn('controller_id', 'text', (column) => column.primaryKey())
      .addColumn('registration', 'text', (column) => column.notNull())
      .execute();
    await this.#holds.createTable(tx);
  }

  async createIndices({ query }: ReadModelTransaction): Promise<void> {
    await query.schema
      .createIndex('deadlines_open_by_urgency')
      .on('deadlines')
      .columns(['controller_id', 'urgency', 'deadline_id'])
      .where(IS_OPEN)
      .execute();
    await query.schema
      .createIndex('deadlines_settled_by_urgency')
      .on('deadlines')
      .columns(['controller_id', 'urgency', 'deadline_id'])
      .where(sql<SqlBool>`settled_at is not null`)
      .execute();
    await query.schema
      .createIndex('deadlines_open_by_kind')
      .on('deadlines')
      .columns(['kind', 'due_at'])
      .where(IS_OPEN)
      .execute();
    await query.schema
      .createIndex('deadlines_open_by_passing')
      .on('deadlines')
      .columns(['controller_id', 'passed_at', 'deadline_id'])
      .where(sql<SqlBool>`settled_at is null and passed_by is not null`)
      .execute();
  }

  async project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void> {
    const events = batch.filter(({ type }) => CLOCK_EVENT_TYPES.has(type) || OTHER_TYPES.has(type));
    if (events.length === 0) return;
    this.#rows.begin(tx);
    this.#setting.begin(tx);
    this.#holds.begin(tx);
    for (const event of events) {
      if (await this.#isTouching(event)) await this.#take(factsOf(event));
    }
    await this.#rows.flush();
  }

  /** Most of what is reported is collected, and most of that has no end that anybody named: it is not even decoded. */
  async #isTouching({ type, data }: RecordedEvent): Promise<boolean> {
    if (type !== 'PersonalDataCollected') return true;
    const { controllerId, fields } = data as { readonly controllerId?: string; readonly fields?: object };
    if (controllerId === undefined || fields === undefined || 'retentionPeriod' in fields) return true;
    return this.#setting.retains(controllerId, fields as RetainedFields);
  }

  async #take(facts: EventFacts): Promise<void> {
    const { event, data, fields, recordedAt } = facts;
    if (event.type === 'ControllerRegistered') return this.#setting.register(facts);
    if (event.type === DeadlinePassed.type) {
      const deadlineId = textOf(fields['deadlineId']);
      const number = Number(fields['number']);
      const due = instantOf(fields['due']);
      await this.#rows.passed({ deadlineId, due, number, eventId: event.id, at: recordedAt });
      // With an agreement the access of the recipient ends.
      if (fields['kind'] !== 'agreementExpiry') return;
    }
    const controllerId = textOf(data.controllerId);
    for await (const known of this.#clocksFor(facts, controllerId)) await this.#count(facts, known);
    if (event.type === 'LegalHoldPlaced') await this.#holds.place(facts, controllerId);
    if (event.type === 'LegalHoldReleased') await this.#holds.release(facts, controllerId);
  }

  /** The clocks that an event may concern; many come some at a time, and each is concerned by itself. */
  async *#clocksFor(
    { event: { type }, data: { subjectId }, fields }: EventFacts,
    controllerId: string,
  ): AsyncGenerator<readonly KeptClock[], void, undefined> {
    const { requestId, breachId, recipient } = fields;
    if (STARTING.has(type)) yield [];
    else if (ABOUT_KEEPING.has(type) && subjectId === undefined) yield* this.#rows.keepingOf(controllerId);
    else if (typeof requestId === 'string') yield this.#rows.openOfCase(controllerId, caseKeys.request(requestId));
    else if (typeof breachId === 'string') yield this.#rows.ofCase(controllerId, caseKeys.breach(breachId));
    else if (typeof recipient === 'string') yield this.#rows.ofCase(controllerId, caseKeys.recipient(recipient));
    else if (subjectId !== undefined) yield this.#rows.openOf(subjectId);
  }

  async #count(facts: EventFacts, known: readonly KeptClock[]): Promise<void> {
    const { event, data, occurredAt } = facts;
    const controllerId = textOf(data.controllerId);
    // What is learnt later of a breach is counted by the policy of the time when it was first reported.
    const began = BREACH_TYPES.has(event.type) ? known.map(({ startedAt }) => startedAt) : [];
    const setting = await this.#setting.of(facts, controllerId, Math.min(occurredAt, ...began));
    const changes = clocksOf(factOf(facts, controllerId), {
      ...setting.context,
      ...(await this.#known(facts, controllerId)),
      clocks: known.map(({ clock }) => clock),
    });
    await this.#rows.write(changes, { position: event.position, at: occurredAt, policyVersion: setting.policyVersion });
  }

  /** What is known of whom or what an event is about, as far as events of its type turn on it. */
  async #known(
    facts: EventFacts,
    controllerId: string,
  ): Promise<Pick<Setting['context'], 'held' | 'holds' | 'relations'>> {
    const { event, data } = facts;
    const { subjectId } = data;
    if (event.type === DeadlinePassed.type)
      return { relations: await this.#setting.relationsUntil(facts, controllerId) };
    if (!UNDER_HOLDS.has(event.type)) return {};
    const holds = await this.#holds.on(subjectId, controllerId);
    if (subjectId === undefined || !ABOUT_ALL_HELD.has(event.type)) return { holds };
    return { holds, held: await this.#setting.heldBefore(facts, subjectId) };
  }
}

function factOf({ event, data, fields }: EventFacts, controllerId: string): RecordedFact {
  return {
    id: event.id,
    type: event.type,
    controllerId,
    occurredAt: data.occurredAt,
    fields,
    ...(data.subjectId === undefined ? {} : { subjectId: data.subjectId }),
  };
}

/** With the indices that projecting itself looks clocks up by. */
async function createDeadlines({ query, dialect }: ReadModelTransaction): Promise<void> {
  await query.schema
    .createTable('deadlines')
    .addColumn('deadline_id', 'text', (column) => column.primaryKey())
    .addColumn('position', dialect.bigInteger, (column) => column.notNull())
    .addColumn('controller_id', 'text', (column) => column.notNull())
    .addColumn('subject_id', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('case_key', 'text')
    .addColumn('policy_version', 'text')
    .addColumn('started_at', dialect.bigInteger, (column) => column.notNull())
    .addColumn('due_at', dialect.bigInteger)
    .addColumn('urgency', dialect.bigInteger, (column) => column.notNull())
    .addColumn('settled_at', dialect.bigInteger)
    .addColumn('settled_how', 'text')
    .addColumn('passed_due_at', dialect.bigInteger)
    .addColumn('passed_count', 'integer', (column) => column.notNull())
    .addColumn('passed_by', 'text')
    .addColumn('passed_at', dialect.bigInteger)
    .addColumn('clock', 'text', (column) => column.notNull())
    .execute();
  await query.schema
    .createIndex('deadlines_open_by_subject')
    .on('deadlines')
    .column('subject_id')
    .where(IS_OPEN)
    .execute();
  await query.schema
    .createIndex('deadlines_by_case')
    .on('deadlines')
    .columns(['case_key', 'controller_id'])
    .where(sql<SqlBool>`case_key is not null`)
    .execute();
  await query.schema
    .createIndex('deadlines_open_by_case')
    .on('deadlines')
    .columns(['case_key', 'controller_id'])
    .where(sql<SqlBool>`case_key is not null and settled_at is null`)
    .execute();
}
