import type { ClockContext, FieldsOf, LegalHoldPlaced, LegalHoldReleased } from '#libs/domain';
import type { EventFacts } from './event-facts.ts';
import type { ReadModelTransaction } from './read-model-database.ts';

/** In place of a subject, where a hold is on everybody's data. */
const EVERYBODY = '';

type Holds = NonNullable<ClockContext['holds']>;

/** Legal holds that are placed and not released: a time that begins later begins under them. */
export const legalHolds = {
  async createTable({ query }: ReadModelTransaction): Promise<void> {
    await query.schema
      .createTable('deadline_holds')
      .addColumn('controller_id', 'text', (column) => column.notNull())
      .addColumn('hold_ref', 'text', (column) => column.notNull())
      .addColumn('subject_id', 'text', (column) => column.notNull())
      .addColumn('hold', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('deadline_holds_key', ['controller_id', 'subject_id', 'hold_ref'])
      .execute();
  },

  async place({ fields, data }: EventFacts, controllerId: string, { query }: ReadModelTransaction): Promise<void> {
    const { holdRef, until, categories } = fields as unknown as FieldsOf<typeof LegalHoldPlaced>;
    const hold = JSON.stringify({
      ref: holdRef,
      ...(until === undefined ? {} : { until }),
      ...(categories === undefined ? {} : { categories }),
    } satisfies Holds[number]);
    await query
      .insertInto('deadline_holds')
      .values({ controller_id: controllerId, hold_ref: holdRef, subject_id: data.subjectId ?? EVERYBODY, hold })
      .onConflict((conflict) => conflict.columns(['controller_id', 'subject_id', 'hold_ref']).doUpdateSet({ hold }))
      .execute();
  },

  /** One that is released for nobody in particular is released for everybody. */
  async release({ fields, data }: EventFacts, controllerId: string, { query }: ReadModelTransaction): Promise<void> {
    const { holdRef } = fields as unknown as FieldsOf<typeof LegalHoldReleased>;
    const { subjectId } = data;
    await query
      .deleteFrom('deadline_holds')
      .where('controller_id', '=', controllerId)
      .where('hold_ref', '=', holdRef)
      .$if(subjectId !== undefined, (some) => some.where('subject_id', '=', subjectId ?? EVERYBODY))
      .execute();
  },

  async on(subjectId: string | undefined, controllerId: string, { query }: ReadModelTransaction): Promise<Holds> {
    const rows = await query
      .selectFrom('deadline_holds')
      .select('hold')
      .where('controller_id', '=', controllerId)
      .where('subject_id', 'in', [EVERYBODY, subjectId ?? EVERYBODY])
      .orderBy('hold_ref')
      .orderBy('subject_id')
      .execute();
    return rows.map(({ hold }) => JSON.parse(hold) as Holds[number]);
  },
};
