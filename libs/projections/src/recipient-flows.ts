import { ProjectionStamp } from './projection-stamp.ts';
import type { ReadModelTransaction, SqlValue } from './read-model-database.ts';

/** Some categories on their way to a recipient. */
export interface Flowing {
  readonly controllerId: string;
  readonly recipientId: string;
  /** As what it got them; empty where the record does not say. */
  readonly recipientKind: string;
  /** ISO 3166; empty where the record does not say. */
  readonly country: string;
  readonly categories: readonly string[];
  readonly at: number;
  readonly position: number;
}

/** A category that a recipient is given, as the ledger knows it at the place in the log that is being projected. */
interface Flow {
  readonly id: number;
  readonly controllerId: string;
  readonly recipientId: string;
  readonly recipientKind: string;
  readonly country: string;
  readonly category: string;
  firstAt: number;
  lastAt: number;
}

/** Rows of one statement: seven parameters each, and no engine takes fewer than 999. */
const ROWS_AT_ONCE = 100;

/**
 * All flows there are, in memory: as many as recipients have categories, and not as many as there are people or records.
 * A record costs a look at each of its flows. Only what changed is written, and the last time of a flow once for a batch.
 */
export class RecipientFlows {
  readonly #flows = new Map<string, Flow>();
  /** Flows of all records that name the same, so that the name of each need not be put together again. */
  readonly #looks = new Map<string, readonly Flow[]>();
  readonly #stamp = new ProjectionStamp('sharing');
  /** Position of the last change the memory knows of; undefined while it is not to be trusted. */
  #changedAt: number | undefined;

  async project(flowing: readonly Flowing[], tx: ReadModelTransaction): Promise<void> {
    let changedAt = await this.#stamp.read(tx);
    if (changedAt !== this.#changedAt) await this.#load(tx);
    this.#changedAt = undefined;
    const changed = new Set<Flow>();
    const starts: SqlValue[][] = [];
    for (const record of flowing) {
      for (const flow of this.#flowsOf(record)) {
        const isEarlier = record.at < flow.firstAt;
        if (isEarlier) {
          flow.firstAt = record.at;
          starts.push([flow.id, record.position, record.at]);
        }
        if (record.at > flow.lastAt) {
          flow.lastAt = record.at;
          changed.add(flow);
        } else if (!isEarlier) continue;
        changedAt = record.position;
      }
    }
    await write([...changed], tx);
    await tx.insertRows({
      table: 'recipient_flow_starts',
      columns: ['flow_id', 'known_from', 'first_at'],
      rows: starts,
    });
    if (changed.size > 0 || starts.length > 0) await this.#stamp.write(tx, changedAt);
    this.#changedAt = changedAt;
  }

  /** The flows a record is part of; one that is new has no first and no last time yet. */
  #flowsOf({ controllerId, recipientId, recipientKind, country, categories }: Flowing): readonly Flow[] {
    const from = `${controllerId}\n${recipientId}\n${recipientKind}\n${country}`;
    const look = `${from}\n${categories.join(' ')}`;
    let flows = this.#looks.get(look);
    if (flows !== undefined) return flows;
    flows = [...new Set(categories)].map((category) => {
      const name = `${from}\n${category}`;
      const known = this.#flows.get(name);
      if (known !== undefined) return known;
      const parties = { controllerId, recipientId, recipientKind, country, category };
      const flow = { id: this.#flows.size + 1, ...parties, firstAt: Infinity, lastAt: -Infinity };
      this.#flows.set(name, flow);
      return flow;
    });
    if (this.#looks.size >= LOOKS_MAX) this.#looks.clear();
    this.#looks.set(look, flows);
    return flows;
  }

  async #load({ query }: ReadModelTransaction): Promise<void> {
    this.#flows.clear();
    this.#looks.clear();
    const starts = await query
      .selectFrom('recipient_flow_starts')
      .select(['flow_id', (eb) => eb.fn.min('first_at').as('first_at')])
      .groupBy('flow_id')
      .execute();
    const firstAt = new Map(starts.map(({ flow_id, first_at }) => [flow_id, first_at]));
    for (const row of await query.selectFrom('recipient_flows').selectAll().orderBy('id').execute()) {
      const { id, controller_id, recipient_id, recipient_kind, country, category, last_at } = row;
      this.#flows.set(`${controller_id}\n${recipient_id}\n${recipient_kind}\n${country}\n${category}`, {
        id,
        controllerId: controller_id,
        recipientId: recipient_id,
        recipientKind: recipient_kind,
        country,
        category,
        firstAt: firstAt.get(id) ?? Infinity,
        lastAt: last_at,
      });
    }
  }
}

/** Looks remembered: as many as companies have sorts of records, many times over. */
const LOOKS_MAX = 20_000;

async function write(flows: readonly Flow[], { query }: ReadModelTransaction): Promise<void> {
  for (let from = 0; from < flows.length; from += ROWS_AT_ONCE) {
    const rows = flows.slice(from, from + ROWS_AT_ONCE).map((flow) => ({
      id: flow.id,
      controller_id: flow.controllerId,
      recipient_id: flow.recipientId,
      recipient_kind: flow.recipientKind,
      country: flow.country,
      category: flow.category,
      last_at: flow.lastAt,
    }));
    await query
      .insertInto('recipient_flows')
      .values(rows)
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ last_at: (eb) => eb.ref('excluded.last_at') }))
      .execute();
  }
}

export async function createRecipientFlows(tx: ReadModelTransaction): Promise<void> {
  const { query, dialect } = tx;
  await query.schema
    .createTable('recipient_flows')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('controller_id', 'text', (column) => column.notNull())
    .addColumn('recipient_id', 'text', (column) => column.notNull())
    .addColumn('recipient_kind', 'text', (column) => column.notNull())
    .addColumn('country', 'text', (column) => column.notNull())
    .addColumn('category', 'text', (column) => column.notNull())
    .addColumn('last_at', dialect.bigInteger, (column) => column.notNull())
    .execute();
  await query.schema
    .createIndex('recipient_flows_by_recipient')
    .on('recipient_flows')
    .columns(['controller_id', 'recipient_id'])
    .execute();
  await query.schema
    .createTable('recipient_flow_starts')
    .addColumn('flow_id', 'integer', (column) => column.notNull())
    .addColumn('known_from', dialect.bigInteger, (column) => column.notNull())
    .addColumn('first_at', dialect.bigInteger, (column) => column.notNull())
    .addPrimaryKeyConstraint('recipient_flow_starts_key', ['flow_id', 'known_from'])
    .execute();
  await new ProjectionStamp('sharing').create(tx);
}
