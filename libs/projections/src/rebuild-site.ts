import type { ReadModelDatabase } from './read-model-database.ts';

/** A place beside the read models in use where new ones are made. While there is one, nobody else writes or rebuilds. */
export abstract class RebuildSite {
  /** An empty database; what an earlier call gave is gone. */
  abstract clear(): Promise<ReadModelDatabase>;

  /** Durably put what was made last into the place of the old, all at once. */
  abstract replace(): Promise<void>;

  /** Remove what was not put into place, and let others write again. */
  abstract close(): Promise<void>;
}
