import type { ReadModelDatabase } from '../read-model-database.ts';
import type { ParkedReason } from '../projection-error.ts';

/** How many events were put aside for one reason. */
export interface ParkedCount {
  readonly reason: ParkedReason;
  readonly events: number;
}

/** What could not be projected and was put aside, so that the others could go on. */
export class ParkedEvents {
  readonly #database: ReadModelDatabase;

  constructor(database: ReadModelDatabase) {
    this.#database = database;
  }

  /** By reason; empty while nothing is parked. */
  async counts(): Promise<readonly ParkedCount[]> {
    const rows = await this.#database.query
      .selectFrom('parked_events')
      .select(({ fn }) => ['reason_code', fn.countAll().as('events')])
      .groupBy('reason_code')
      .orderBy('reason_code')
      .execute();
    return rows.map(({ reason_code: reason, events }) => ({ reason: reason as ParkedReason, events: Number(events) }));
  }
}
