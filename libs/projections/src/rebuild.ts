import type { ClockWorld } from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import { BatchProjection } from './batch-projection.ts';
import type { Parked } from './batch-projection.ts';
import { ledgerProjections } from './ledger-projections.ts';
import { PostgresRebuildSite } from './postgres-rebuild.ts';
import type { Projection } from './projection.ts';
import type { ReadModelDatabase } from './read-model-database.ts';
import { prepareReadModels } from './read-model-schema.ts';
import type { ReadModelPlace } from './read-models.ts';
import type { RebuildSite } from './rebuild-site.ts';
import { SqliteRebuildSite } from './sqlite-rebuild.ts';

/** The read models at this place are replaced when all is done, and left as they are when anything fails. */
export type RebuildOptions = ReadModelPlace & {
  readonly eventStore: EventStore;
  /** What deadlines are counted with. */
  readonly clocks: ClockWorld;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly onParked?: (parked: Parked) => void;
};

export interface RebuildProgress {
  readonly events: number;
  readonly position: number;
  /** The log's last position when the rebuild began; `undefined` for an empty log. */
  readonly lastPosition: number | undefined;
}

export interface Rebuilt {
  readonly events: number;
  readonly parked: number;
}

/** Events in one transaction: with more, what is read outlives the young generation and is collected dearly. */
const BATCH_SIZE = 2_000;

/**
 * Make all read models anew from the log, beside the old ones, whose place they take at the end.
 * @throws ProjectionError `locked` while a service or another rebuild runs
 */
export async function rebuildReadModels({
  eventStore,
  clocks,
  onProgress,
  onParked,
  ...place
}: RebuildOptions): Promise<Rebuilt> {
  const source: Source = { eventStore, clocks, onProgress, onParked };
  const site = 'file' in place ? new SqliteRebuildSite(place.file) : await PostgresRebuildSite.open(place);
  try {
    const rebuilt = (await fill(site, source, 'later')) ?? (await fill(site, source, 'now'));
    if (rebuilt === undefined) throw new Error('Indices that exist before the data cannot fail after it.');
    await site.replace();
    return rebuilt;
  } finally {
    await site.close();
  }
}

interface Source {
  readonly eventStore: EventStore;
  readonly clocks: ClockWorld;
  readonly onProgress: RebuildOptions['onProgress'] | undefined;
  readonly onParked: RebuildOptions['onParked'] | undefined;
}

/**
 * @param indices `later` is quicker, but learns of an event id that occurs twice only when all is in.
 * @returns `undefined` in that case: with the indices there from the start the event at fault is found and parked.
 */
async function fill(site: RebuildSite, source: Source, indices: 'now' | 'later'): Promise<Rebuilt | undefined> {
  const projections = ledgerProjections(source.clocks);
  const database = await site.clear();
  await prepareReadModels(database, projections, { indices });
  const rebuilt = await projectAll(database, projections, source);
  if (indices === 'later' && !(await createIndices(database, projections))) return undefined;
  return rebuilt;
}

async function projectAll(
  database: ReadModelDatabase,
  projections: readonly Projection[],
  { eventStore, onProgress, onParked }: Source,
): Promise<Rebuilt> {
  const batches = new BatchProjection({ database, projections, attemptsMax: 1 });
  const lastPosition = await eventStore.lastPosition();
  const subscription = eventStore.subscribeToAll({ batchSizeMax: BATCH_SIZE });
  let events = 0;
  let parked = 0;
  try {
    for await (const batch of subscription) {
      if (batch.position !== undefined) {
        const outcome = await batches.apply(batch.events, batch.position);
        outcome.parked.forEach((event) => onParked?.(event));
        parked += outcome.parked.length;
        events += batch.events.length;
        onProgress?.({ events, position: batch.position, lastPosition });
      }
      if (batch.caughtUp) break;
    }
  } finally {
    await subscription.close();
  }
  return { events, parked };
}

async function createIndices(database: ReadModelDatabase, projections: readonly Projection[]): Promise<boolean> {
  try {
    await database.transaction(async (tx) => {
      for (const projection of projections) await projection.createIndices?.(tx);
    });
    return true;
  } catch (error) {
    if (database.faultOf(error) === 'constraint') return false;
    throw error;
  }
}
