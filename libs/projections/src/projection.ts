import type { RecordedEvent } from '#libs/event-store';
import type { ReadModelTransaction } from './read-model-database.ts';

/** Which shape a read model's tables have. */
export interface ProjectionVersion {
  readonly name: string;
  /** Raised with every change of the tables or of what goes into them; the read models must then be rebuilt. */
  readonly version: number;
}

/**
 * A read model: tables, and how events fill them. It is a function of the log alone (no clock, no randomness),
 * so that a rebuild gives the same rows.
 */
export interface Projection extends ProjectionVersion {
  createTables(tx: ReadModelTransaction): Promise<void>;
  /** Indices that projecting itself does not need: a rebuild makes them when the tables are full. */
  createIndices?(tx: ReadModelTransaction): Promise<void>;
  /**
   * Project events in the order of `$all`. An event is never given twice. May keep nothing in memory between calls
   * that a rollback of `tx` would not also take back.
   * @throws ProjectionError with a `ParkedReason` to blame the event; any other error blames the projection.
   */
  project(batch: readonly RecordedEvent[], tx: ReadModelTransaction): Promise<void>;
}
