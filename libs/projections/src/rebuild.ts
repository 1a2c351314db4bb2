import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EventStore } from '#libs/event-store';
import { BatchProjection } from './batch-projection.ts';
import type { Parked } from './batch-projection.ts';
import { ledgerProjections } from './ledger-projections.ts';
import type { Projection } from './projection.ts';
import { prepareReadModels } from './read-model-schema.ts';
import {
  SqliteReadModelDatabase,
  discardWriteAheadLog,
  lockReadModels,
  syncToDisk,
} from './sqlite-read-model-database.ts';

export interface RebuildOptions {
  readonly eventStore: EventStore;
  /** File of the read models; replaced when all is done, left as it is when anything fails. */
  readonly file: string;
  readonly onProgress?: (progress: RebuildProgress) => void;
  readonly onParked?: (parked: Parked) => void;
}

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

/** Events in one transaction: beyond this nothing is gained. */
const BATCH_SIZE = 5_000;

/**
 * Make all read models anew from the log, in a file beside the old one that takes its place at the end.
 * @throws ProjectionError `locked` while a service or another rebuild runs
 */
export async function rebuildReadModels(options: RebuildOptions): Promise<Rebuilt> {
  const lock = lockReadModels(options.file);
  const newFile = `${options.file}.rebuild`;
  try {
    const rebuilt = (await fill(newFile, options, 'later')) ?? (await fill(newFile, options, 'now'));
    if (rebuilt === undefined) throw new Error('Indices that exist before the data cannot fail after it.');
    discardWriteAheadLog(options.file);
    renameSync(newFile, options.file);
    syncToDisk(dirname(options.file));
    return rebuilt;
  } finally {
    removeFile(newFile);
    lock.close();
  }
}

/**
 * @param indices `later` is quicker, but learns of an event id that occurs twice only when all is in.
 * @returns `undefined` in that case: with the indices there from the start the event at fault is found and parked.
 */
async function fill(file: string, options: RebuildOptions, indices: 'now' | 'later'): Promise<Rebuilt | undefined> {
  removeFile(file);
  const projections = ledgerProjections();
  const database = SqliteReadModelDatabase.open({ file, mode: 'bulk' });
  try {
    await prepareReadModels(database, projections, { indices });
    const rebuilt = await projectAll(database, projections, options);
    if (indices === 'later' && !(await createIndices(database, projections))) return undefined;
    database.finishBulk();
    return rebuilt;
  } finally {
    await database.close();
    if (existsSync(file)) syncToDisk(file);
  }
}

async function projectAll(
  database: SqliteReadModelDatabase,
  projections: readonly Projection[],
  { eventStore, onProgress, onParked }: RebuildOptions,
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

async function createIndices(database: SqliteReadModelDatabase, projections: readonly Projection[]): Promise<boolean> {
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

function removeFile(file: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}
