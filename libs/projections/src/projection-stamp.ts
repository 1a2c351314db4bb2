import { PreparedQuery } from './prepared-query.ts';
import type { ReadModelTransaction } from './read-model-database.ts';

/** Before any event. */
export const UNCHANGED = -1;

/**
 * The last event that changed anything of a projection. What a projection keeps in memory of its own tables is true while this
 * is what it last wrote: a batch that was rolled back, or projected by another process, shows here.
 */
export class ProjectionStamp {
  readonly #projection: string;
  #read: PreparedQuery<object, { readonly position: number }> | undefined;

  constructor(projection: string) {
    this.#projection = projection;
  }

  async create({ query, dialect }: ReadModelTransaction): Promise<void> {
    await query.schema
      .createTable('projection_stamps')
      .ifNotExists()
      .addColumn('projection', 'text', (column) => column.primaryKey())
      .addColumn('position', dialect.bigInteger, (column) => column.notNull())
      .execute();
    await query.insertInto('projection_stamps').values({ projection: this.#projection, position: UNCHANGED }).execute();
  }

  async read({ query }: ReadModelTransaction): Promise<number> {
    this.#read ??= new PreparedQuery(() =>
      query.selectFrom('projection_stamps').select('position').where('projection', '=', this.#projection),
    );
    const [row] = await this.#read.run(query, {});
    return row?.position ?? UNCHANGED;
  }

  async write({ query }: ReadModelTransaction, position: number): Promise<void> {
    await query.updateTable('projection_stamps').set({ position }).where('projection', '=', this.#projection).execute();
  }
}
