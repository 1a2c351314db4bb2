import { PostgresReadModelDatabase } from './postgres-read-model-database.ts';
import { codeOf } from './projection-error.ts';
import type { ReadModelPlace } from './read-models.ts';

/** Names the lock: a schema of its own, which stays empty. */
const POSTGRES_SCHEMA = 'dispatch';

/** The right to tell services of tasks, of one process at a time. */
export interface DispatchLease {
  /** Takes it where nobody has it. @throws ProjectionError `unavailable` */
  isHeld(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Beside read models in a file there is one process, which has it. In PostgreSQL it goes with the session: whoever is killed or
 * cut off loses it, and another takes it at its next look.
 *
 * @throws ProjectionError `unavailable`
 */
export async function openDispatchLease(place: ReadModelPlace): Promise<DispatchLease> {
  if ('file' in place) return { isHeld: async () => true, close: async () => undefined };
  const database = await PostgresReadModelDatabase.open({ ...place, schema: POSTGRES_SCHEMA }, 'write');
  return {
    isHeld: async () => {
      try {
        await database.leadAtOnce();
        return true;
      } catch (error) {
        if (codeOf(error) === 'locked') return false;
        throw error;
      }
    },
    close: () => database.close(),
  };
}
