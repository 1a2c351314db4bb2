import type { ClockContext, FieldsOf, LegalHoldPlaced, LegalHoldReleased } from '#libs/domain';
import type { EventFacts } from './event-facts.ts';
import type { ReadModelTransaction } from './read-model-database.ts';

/** In place of a subject, where a hold is on everybody's data. */
const EVERYBODY = '';

type Holds = NonNullable<ClockContext['holds']>;

/** Legal holds that are placed and not released: a time that begins later begins under them. */
export class LegalHolds {
  #tx: ReadModelTransaction | undefined;
  /** Whether there is any at a company: where there is none, nobody's are looked for. */
  #some = new Map<string, boolean>();

  /** Call first in every transaction. */
  begin(tx: ReadModelTransaction): void {
    this.#tx = tx;
    this.#some = new Map();
  }

  async createTable({ query }: ReadModelTransaction): Promise<void> {
    await query.schema
      .createTable('deadline_holds')
      .addColumn('controller_id', 'text', (column) => column.notNull())
      .addColumn('hold_ref', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text', (column) => column.notNull())
      .addColumn('hold', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('deadline_holds_key', ['controller_id', 'subject_id', 'hold_ref'])
      .execute();
  }

  async place({ fields, data }: EventFacts, controllerId: string): Promise<void> {
    const { holdRef, until, categories } = fields as unknown as FieldsOf<typeof LegalHoldPlaced>;
    const hold = JSON.stringify({
      ref: holdRef,
      ...(until === undefined ? {} : { until }),
      ...(categories === undefined ? {} : { categories }),
    } satisfies Holds[number]);
    await this.#query
      .insertInto('deadline_holds')
      .values({ controller_id: controllerId, hold_ref: holdRef, subject_id: data.subjectId ?? EVERYBODY, hold })
      .onConflict((conflict) => conflict.columns(['controller_id', 'subject_id', 'hold_ref']).doUpdateSet({ hold }))
      .execute();
    this.#some.set(controllerId, true);
  }

  /** One that is released for nobody in particular is released for everybody. */
  async release({ fields, data }: EventFacts, controllerId: string): Promise<void> {
    const { holdRef } = fields as unknown as FieldsOf<typeof LegalHoldReleased>;
    const { subjectId } = data;
    await this.#query
      .deleteFrom('deadline_holds')
      .where('controller_id', '=', controllerId)
      .where('hold_ref', '=', holdRef)
      .$if(subjectId !== undefined, (some) => some.where('subject_id', '=', subjectId ?? EVERYBODY))
      .execute();
  }

  /** On a person's data: the person's own, and everybody's. */
  async on(subjectId: string | undefined, controllerId: string): Promise<Holds> {
    if (!(await this.#hasSome(controllerId))) return [];
    const rows = await this.#query
      .selectFrom('deadline_holds')
      .select('hold')
      .where('controller_id', '=', controllerId)
      .where('subject_id', 'in', [EVERYBODY, subjectId ?? EVERYBODY])
      .orderBy('hold_ref')
      .orderBy('subject_id')
      .execute();
    return rows.map(({ hold }) => JSON.parse(hold) as Holds[number]);
  }

  async #hasSome(controllerId: string): Promise<boolean> {
    const known = this.#some.get(controllerId);
    if (known !== undefined) return known;
    const row = await this.#query
      .selectFrom('deadline_holds')
      .select('hold_ref')
      .where('controller_id', '=', controllerId)
      .limit(1)
      .executeTakeFirst();
    this.#some.set(controllerId, row !== undefined);
    return row !== undefined;
  }

  get #query(): ReadModelTransaction['query'] {
    if (this.#tx === undefined) throw new Error('No transaction was begun.');
    return this.#tx.query;
  }
}
