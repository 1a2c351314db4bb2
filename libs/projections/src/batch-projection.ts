import type { RecordedEvent } from '#libs/event-store';
import { isForeign } from './event-facts.ts';
import { PreparedQuery } from './prepared-query.ts';
import type { Projection } from './projection.ts';
import { ProjectionError, codeOf, isParkedReason } from './projection-error.ts';
import type { ParkedReason } from './projection-error.ts';
import type { ReadModelDatabase, ReadModelTransaction } from './read-model-database.ts';

export interface Parked {
  readonly position: number;
  readonly type: string;
  readonly reason: ParkedReason;
}

export interface BatchProjectionOptions {
  readonly database: ReadModelDatabase;
  readonly projections: readonly Projection[];
  /** How often a batch is tried as a whole before the event at fault is looked for. At least 1. */
  readonly attemptsMax: number;
}

export interface BatchOutcome {
  /** Events projected now: those given, without the ones that were there before and the parked. */
  readonly projected: number;
  readonly parked: readonly Parked[];
}

interface Progress {
  readonly position: number | null;
}

/**
 * Carries a batch of events into the read models: all rows and the position in one transaction. Events at or before
 * the stored position are skipped, so delivering them again changes nothing, whoever delivered them first. When a batch fails for another reason
 * than the database's health, it is halved until the event at fault stands alone; that one is parked.
 */
export class BatchProjection {
  readonly #database: ReadModelDatabase;
  readonly #projections: readonly Projection[];
  readonly #attemptsMax: number;
  readonly #storedPosition: PreparedQuery<object, Progress>;
  readonly #storeFirst: PreparedQuery<{ readonly position: number }, Progress>;
  readonly #storeNext: PreparedQuery<{ readonly position: number; readonly stored: number }, Progress>;

  constructor({ database, projections, attemptsMax }: BatchProjectionOptions) {
    this.#database = database;
    this.#projections = projections;
    this.#attemptsMax = attemptsMax;
    const { query } = database;
    this.#storedPosition = new PreparedQuery(() => query.selectFrom('projection_progress').select('position'));
    this.#storeFirst = new PreparedQuery((parameter) =>
      query
        .updateTable('projection_progress')
        .set({ position: parameter('position') })
        .where('position', 'is', null)
        .returning('position'),
    );
    this.#storeNext = new PreparedQuery((parameter) =>
      query
        .updateTable('projection_progress')
        .set({ position: parameter('position') })
        .where('position', '=', parameter('stored'))
        .returning('position'),
    );
  }

  /**
   * @param delivered those of others are passed over.
   * @param position Everything up to here has been delivered; stored with the last part.
   * @throws ProjectionError `unavailable`: the database cannot write now, nothing of the failed part is stored;
   *   `damaged`: it never will; `locked`: another projector has taken over.
   */
  async apply(delivered: readonly RecordedEvent[], position: number): Promise<BatchOutcome> {
    const events = delivered.filter((event) => !isForeign(event));
    for (let attempt = 1; ; attempt += 1) {
      try {
        return { projected: await this.#applyAtOnce(events, position), parked: [] };
      } catch (error) {
        this.#throwUnlessBlameable(error);
        if (attempt < this.#attemptsMax) continue;
        return events.length > 1 ? await this.#halve(events, position) : await this.#park(events[0], position, error);
      }
    }
  }

  async #applyAtOnce(events: readonly RecordedEvent[], position: number): Promise<number> {
    return this.#database.transaction(async (tx) => {
      const stored = await this.#readPosition(tx);
      const fresh = stored === null ? events : events.filter((event) => event.position > stored);
      if (fresh.length > 0) for (const projection of this.#projections) await projection.project(fresh, tx);
      if (stored === null || position > stored) await this.#storePosition(tx, stored, position);
      return fresh.length;
    });
  }

  async #readPosition({ query }: ReadModelTransaction): Promise<number | null> {
    const [progress] = await this.#storedPosition.run(query, {});
    if (progress === undefined) {
      throw new ProjectionError('rebuildNeeded', 'The read models are incomplete. Run `pdl rebuild`.');
    }
    return progress.position;
  }

  /** Only on from where this transaction found it: who was overtaken by another projector stores nothing. */
  async #storePosition({ query }: ReadModelTransaction, stored: number | null, position: number): Promise<void> {
    const moved =
      stored === null
        ? await this.#storeFirst.run(query, { position })
        : await this.#storeNext.run(query, { position, stored });
    if (moved.length !== 1) throw new ProjectionError('locked', 'Another projector has moved the position.');
  }

  async #halve(events: readonly RecordedEvent[], position: number): Promise<BatchOutcome> {
    const middle = events.length >> 1;
    const firstHalf = events.slice(0, middle);
    const first = await this.apply(firstHalf, firstHalf.at(-1)?.position ?? position);
    const second = await this.apply(events.slice(middle), position);
    return { projected: first.projected + second.projected, parked: [...first.parked, ...second.parked] };
  }

  async #park(event: RecordedEvent | undefined, position: number, error: unknown): Promise<BatchOutcome> {
    if (event === undefined) throw error;
    const parked = { position: event.position, type: event.type, reason: this.#reasonOf(error) };
    return this.#database.transaction(async (tx) => {
      const stored = await this.#readPosition(tx);
      if (stored !== null && stored >= event.position) return { projected: 0, parked: [] };
      await tx.query
        .insertInto('parked_events')
        .values({ position: parked.position, type: parked.type, reason_code: parked.reason })
        .execute();
      await this.#storePosition(tx, stored, position);
      return { projected: 0, parked: [parked] };
    });
  }

  #throwUnlessBlameable(error: unknown): void {
    const code = codeOf(error);
    if (code === 'locked' || code === 'rebuildNeeded') throw error;
    const fault = this.#database.faultOf(error);
    if (fault === 'transient') {
      throw new ProjectionError('unavailable', 'The read models cannot be written now.', { cause: error });
    }
    if (fault === 'damaged') {
      throw new ProjectionError('damaged', 'The read models are damaged. Run `pdl rebuild`.', { cause: error });
    }
  }

  #reasonOf(error: unknown): ParkedReason {
    const code = codeOf(error);
    if (isParkedReason(code)) return code;
    return this.#database.faultOf(error) === 'constraint' ? 'constraintViolated' : 'projectionFault';
  }
}
