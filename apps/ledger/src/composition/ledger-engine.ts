import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PostgresVault, SqliteVault, type Vault } from '#libs/crypto-shredding';
import { EmbeddedEventStore, EventStoreDbEventStore, type EventStore } from '#libs/event-store';
import { ledgerQueries, openReadModels, type ReadModelDatabase, type ReadModelPlace } from '#libs/projections';
import { ProjectionProgress } from '../projecting/projection-progress.ts';
import type { EventStorePlace } from '../projecting/projector-messages.ts';
import { ProjectorThread, type ProjectorThreadEvents } from '../projecting/projector-thread.ts';
import type { Settings } from '../settings/index.ts';
import { keyWrapperFor } from './key-wrapper.ts';

const VAULT_FILE = 'vault.sqlite';
const READ_MODEL_FILE = 'read-models.sqlite';
/** How long a process that only answers waits for a projector to make the read models. */
const READ_MODELS_WAIT_MS = 30_000;
const READ_MODELS_LOOK_EVERY_MS = 250;

/** Everything the ledger keeps things in, opened. */
export interface LedgerEngine {
  readonly eventStore: EventStore;
  readonly vault: Vault;
  /** A reader; the projector's thread writes. */
  readonly readModels: ReadModelDatabase;
  readonly progress: ProjectionProgress;
  close(): Promise<void>;
}

/**
 * Opens log, vault and read models in this order, and starts the projector. What was opened is closed again when a later
 * part fails.
 * @throws EventStoreError, VaultError, ProjectionError; their messages say what is wrong and name no data.
 */
export async function openLedgerEngine(settings: Settings, events: ProjectorThreadEvents = {}): Promise<LedgerEngine> {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const opened: (() => Promise<void>)[] = [];
  // First what takes in work, last what it is kept in.
  const close = async (): Promise<void> => {
    for (const closeOne of opened.reverse()) await closeOne();
  };
  try {
    const eventStore = await openEventStore(settings);
    opened.push(() => eventStore.close());
    const vault = await openVault(settings, eventStore);
    opened.push(() => vault.close());
    const readModels = await openReading(settings, events, opened);
    opened.push(() => readModels.close());
    const progress = new ProjectionProgress(eventStore, ledgerQueries(readModels).position);
    return { eventStore, vault, readModels, progress, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

/** A vault that is gone while there is a log must be restored from its backup; an empty one would hide the loss. */
async function openVault({ postgresUrl, dataDir, ...settings }: Settings, eventStore: EventStore): Promise<Vault> {
  const keyWrapper = await keyWrapperFor({ ...settings, dataDir });
  const create = (await eventStore.lastPosition()) === undefined;
  return postgresUrl === undefined
    ? SqliteVault.open({ file: join(dataDir, VAULT_FILE), keyWrapper, create })
    : PostgresVault.open({ connectionString: postgresUrl, keyWrapper, create });
}

function openEventStore(settings: Settings): Promise<EventStore> {
  const place = eventStorePlace(settings);
  return 'directory' in place ? EmbeddedEventStore.open(place) : EventStoreDbEventStore.open(place);
}

async function openReading(
  settings: Settings,
  events: ProjectorThreadEvents,
  opened: (() => Promise<void>)[],
): Promise<ReadModelDatabase> {
  const place = readModelPlace(settings);
  if (settings.role === 'api') return openWhenMade(place);
  const projector = await ProjectorThread.start({ eventStore: eventStorePlace(settings), readModels: place }, events);
  opened.push(() => projector.stop());
  return openReadModels({ ...place, mode: 'read' });
}

/** Another process makes them; it may have been started a moment later. */
async function openWhenMade(place: ReadModelPlace): Promise<ReadModelDatabase> {
  const patience = Date.now() + READ_MODELS_WAIT_MS;
  for (;;) {
    try {
      return await openReadModels({ ...place, mode: 'read' });
    } catch (error) {
      const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
      if (code !== 'unavailable' || Date.now() > patience) throw error;
      await delay(READ_MODELS_LOOK_EVERY_MS);
    }
  }
}

function eventStorePlace({ dataDir, eventStore, eventStoreUrl }: Settings): EventStorePlace {
  if (eventStore === 'embedded') return { directory: dataDir };
  return { connectionString: eventStoreUrl ?? '' };
}

function readModelPlace({ dataDir, postgresUrl }: Settings): ReadModelPlace {
  if (postgresUrl === undefined) return { file: join(dataDir, READ_MODEL_FILE) };
  return { connectionString: postgresUrl };
}
