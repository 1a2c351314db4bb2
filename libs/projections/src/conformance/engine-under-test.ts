import type { EventStore } from '#libs/event-store';
import type { ReadModelDatabase } from '../read-model-database.ts';

/** A database engine under test. */
export interface EngineUnderTest {
  /** An empty database for the projector. */
  readonly writer: ReadModelDatabase;
  /** A reader of the same database; called once there are tables. */
  openReader(): Promise<ReadModelDatabase>;
  /** Another database that a rebuild filled from this log. */
  rebuild(eventStore: EventStore): Promise<ReadModelDatabase>;
  close(): Promise<void>;
}
