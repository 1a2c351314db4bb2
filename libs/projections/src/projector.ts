import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore, Subscription, SubscriptionBatch } from '#libs/event-store';
import { BatchProjection } from './batch-projection.ts';
import type { Parked } from './batch-projection.ts';
import type { Projection } from './projection.ts';
import { codeOf } from './projection-error.ts';
import type { ProjectionError } from './projection-error.ts';
import type { ReadModelDatabase } from './read-model-database.ts';
import { prepareReadModels } from './read-model-schema.ts';

/** What one batch came to; for metrics. */
export interface BatchMeasure {
  /** Position reached, `undefined` while the log is empty. */
  readonly position: number | undefined;
  readonly events: number;
  /** Time spent in the transaction, in milliseconds. */
  readonly batchMs: number;
  /** How long the oldest event of the batch had waited from its commit to ours, in milliseconds; 0 without events. */
  readonly lagMs: number;
  readonly caughtUp: boolean;
}

export interface ProjectorOptions {
  readonly eventStore: EventStore;
  /** Opened for writing. The projector does not close it. */
  readonly database: ReadModelDatabase;
  /** Mostly all of the ledger's (`ledgerProjections`). */
  readonly projections: readonly Projection[];
  readonly batchSizeMax?: number;
  /**
   * How long the projector, once it has caught up, lets events gather before it looks again, in milliseconds. Nothing
   * waits that comes after such a pause, and `hurry` ends it. Default 50.
   */
  readonly gatherMs?: number;
  readonly attemptsMax?: number;
  readonly onBatch?: (measure: BatchMeasure) => void;
  readonly onParked?: (parked: Parked) => void;
  /** Of several projectors of one database one leads; the others wait to take over. */
  readonly onRole?: (role: 'leading' | 'waiting') => void;
  /** The database refused a batch that will be tried again. */
  readonly onRetry?: (error: ProjectionError) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** Large enough to spread the cost of a transaction thin, small enough to hold a fraction of a second's work. */
const BATCH_SIZE_MAX = 2_500;
const ATTEMPTS_MAX = 3;
/** A steady stream of single events makes some transactions a second then instead of hundreds. */
const GATHER_MS = 50;
/** Pauses before a batch is tried again while the database cannot write, in milliseconds: the last one repeats. */
const RETRY_PAUSES_MS = [50, 200, 1_000, 5_000];

/** Runs all projections from one stored position, one subscription batch to a transaction. */
export class Projector {
  readonly #options: ProjectorOptions;
  readonly #projections: readonly Projection[];
  readonly #batches: BatchProjection;
  readonly #now: () => number;
  readonly #closing = new AbortController();
  #subscription: Subscription | undefined;
  #endGathering: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(options: ProjectorOptions) {
    this.#options = options;
    this.#projections = options.projections;
    this.#now = options.now ?? Date.now;
    this.#batches = new BatchProjection({
      database: options.database,
      projections: this.#projections,
      attemptsMax: options.attemptsMax ?? ATTEMPTS_MAX,
    });
  }

  /**
   * Make the tables if there are none. Readers can be opened from here on.
   * @throws ProjectionError `rebuildNeeded`
   */
  async prepare(): Promise<void> {
    await prepareReadModels(this.#options.database, this.#projections);
  }

  /**
   * Project until closed.
   * @throws ProjectionError `rebuildNeeded`, `damaged`; EventStoreError when the log cannot be read any more.
   */
  async run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Somebody waits for what was recorded last. */
  hurry(): void {
    this.#endGathering?.();
  }

  /** Finish the batch in hand and stop. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.hurry();
    await this.#subscription?.close();
    await this.#running?.catch(() => undefined);
  }

  async #run(): Promise<void> {
    await this.prepare();
    while (!this.#closing.signal.aborted) {
      this.#options.onRole?.('waiting');
      const start = await this.#retry(() => this.#lead());
      if (start === undefined || this.#closing.signal.aborted) return;
      this.#options.onRole?.('leading');
      await this.#follow(start.position);
    }
  }

  /** Where to go on from. What was known of the read models before is void: others may have written or rebuilt them. */
  async #lead(): Promise<{ readonly position: number | null }> {
    const { database } = this.#options;
    await database.lead(this.#closing.signal);
    await this.prepare();
    const progress = await database.query.selectFrom('projection_progress').select('position').executeTakeFirst();
    return { position: progress?.position ?? null };
  }

  /** Until closed, or until another projector leads. */
  async #follow(position: number | null): Promise<void> {
    this.#subscription = this.#options.eventStore.subscribeToAll({
      ...(position === null ? {} : { afterPosition: position }),
      batchSizeMax: this.#options.batchSizeMax ?? BATCH_SIZE_MAX,
    });
    try {
      for await (const batch of this.#subscription) {
        if (!(await this.#isApplied(batch)) || this.#closing.signal.aborted) return;
        if (batch.caughtUp) await this.#gather();
      }
    } finally {
      await this.#subscription.close();
    }
  }

  async #gather(): Promise<void> {
    const gatherMs = this.#options.gatherMs ?? GATHER_MS;
    if (gatherMs === 0 || this.#closing.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, gatherMs);
      this.#endGathering = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#endGathering = undefined;
  }

  async #isApplied(batch: SubscriptionBatch): Promise<boolean> {
    try {
      await this.#retry(() => this.#apply(batch));
      return true;
    } catch (error) {
      if (codeOf(error) === 'locked') return false;
      throw error;
    }
  }

  /** `undefined` when closed before it succeeded. */
  async #retry<T>(work: () => Promise<T>): Promise<T | undefined> {
    for (let failures = 0; !this.#closing.signal.aborted; failures += 1) {
      try {
        return await work();
      } catch (error) {
        if (codeOf(error) !== 'unavailable') throw error;
        this.#options.onRetry?.(error as ProjectionError);
        const pause = RETRY_PAUSES_MS[Math.min(failures, RETRY_PAUSES_MS.length - 1)];
        await delay(pause, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  async #apply({ events, position, caughtUp }: SubscriptionBatch): Promise<void> {
    const begun = performance.now();
    const { parked } = position === undefined ? { parked: [] } : await this.#batches.apply(events, position);
    for (const event of parked) this.#options.onParked?.(event);
    const oldest = events[0];
    this.#options.onBatch?.({
      position,
      events: events.length,
      batchMs: performance.now() - begun,
      lagMs: oldest === undefined ? 0 : Math.max(0, this.#now() - Date.parse(oldest.recordedAt)),
      caughtUp,
    });
  }
}
