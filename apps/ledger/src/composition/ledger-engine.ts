import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PostgresVault, SqliteVault, type Vault } from '#libs/crypto-shredding';
import { EmbeddedEventStore, EventStoreDbEventStore, type EventStore } from '#libs/event-store';
import {
  ledgerQueries,
  openAssessmentStates,
  openDispatchLease,
  openReadModels,
  ProjectedPosition,
  ProjectionError,
  type AssessmentStates,
  type DispatchLease,
  type ReadModelDatabase,
  type ReadModelPlace,
} from '#libs/projections';
import { AssessorThread, type AssessorThreadEvents } from '../assessment/assessor-thread.ts';
import { STATE_VERSION } from '../assessment/assessed-stream.ts';
import { ProjectionProgress } from '../projecting/projection-progress.ts';
import type { EventStorePlace } from '../projecting/projector-messages.ts';
import { ProjectorThread, type ProjectorThreadEvents } from '../projecting/projector-thread.ts';
import type { Settings } from '../settings/index.ts';
import { tracePlace } from '../tracing/index.ts';
import { assertLogIsWhole } from './log-continuity.ts';
import { keyWrapperFor, VAULT_FILE } from './key-wrapper.ts';
import { patiently, type Waiting } from './patience.ts';

const LOG_FILE = 'events.sqlite';
const READ_MODEL_FILE = 'read-models.sqlite';
/**
 * How long events may gather before they are projected, in milliseconds. A file has its readers in this process, and
 * whoever of them waits makes the projector hurry; readers of a server may be anywhere, and wait that long.
 */
const GATHER_MS = { file: 250, server: 50 };

/** What is told while it opens and runs. */
export interface EngineEvents extends ProjectorThreadEvents, AssessorThreadEvents {
  readonly onWaiting?: (waiting: Waiting) => void;
}

/** Everything the ledger keeps things in, opened. */
export interface LedgerEngine {
  readonly eventStore: EventStore;
  readonly vault: Vault;
  /** A reader; the projector's thread writes. */
  readonly readModels: ReadModelDatabase;
  readonly progress: ProjectionProgress;
  /** A reader; the assessor's thread writes. */
  readonly assessmentStates: AssessmentStates;
  /** How far the assessor has come. */
  readonly assessment: ProjectionProgress;
  /** Whether this process is the one to tell services of tasks; one that runs no projector never is. */
  readonly dispatching: Pick<DispatchLease, 'isHeld'>;
  /** Tells the projector, where it is one of this process, that somebody waits for what was recorded last. */
  readonly hurryProjector: () => void;
  close(): Promise<void>;
}

/**
 * Opens log, vault and read models in this order, and starts the projector. What was opened is closed again when a later
 * part fails. Servers, and the process that makes the read models, may be started a moment later than this one.
 * @throws EventStoreError, VaultError, ProjectionError; their messages say what is wrong and name no data.
 */
export async function openLedgerEngine(settings: Settings, events: EngineEvents = {}): Promise<LedgerEngine> {
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 });
  const opened: (() => Promise<void>)[] = [];
  // First what takes in work, last what it is kept in.
  const close = async (): Promise<void> => {
    for (const closeOne of opened.reverse()) await closeOne();
  };
  try {
    const eventStore = await openEventStore(settings);
    opened.push(() => eventStore.close());
    const vault = await openVault(settings, eventStore, events);
    opened.push(() => vault.close());
    const { readModels, hurryProjector } = await openReading(settings, events, opened);
    opened.push(() => readModels.close());
    await assertLogIsWhole(eventStore, ledgerQueries(readModels));
    const progress = new ProjectionProgress(eventStore, ledgerQueries(readModels).position);
    const assessmentStates = await openAssessing(settings, { eventStore, events, opened });
    opened.push(() => assessmentStates.close());
    const assessed = new ProjectedPosition(assessmentStates.database);
    const assessment = new ProjectionProgress(eventStore, assessed);
    const dispatching = await openDispatching(settings, opened);
    const projected = { readModels, progress, hurryProjector };
    return { eventStore, vault, ...projected, assessmentStates, assessment, dispatching, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

/** A vault that is gone while there is a log must be restored from its backup; an empty one would hide the loss. */
async function openVault(
  { postgresUrl, dataDir, ...settings }: Settings,
  eventStore: EventStore,
  { onWaiting }: EngineEvents,
): Promise<Vault> {
  const keyWrapper = await keyWrapperFor({ ...settings, dataDir });
  const ask = () => eventStore.lastPosition();
  const last =
    settings.eventStore === 'embedded' ? await ask() : await patiently(ask, { for: 'eventStore', onWaiting });
  const create = last === undefined;
  if (postgresUrl === undefined) return SqliteVault.open({ file: join(dataDir, VAULT_FILE), keyWrapper, create });
  const open = () => PostgresVault.open({ connectionString: postgresUrl, keyWrapper, create });
  return patiently(open, { for: 'vault', onWaiting });
}

function openEventStore(settings: Settings): Promise<EventStore> {
  const place = eventStorePlace(settings);
  return 'directory' in place ? EmbeddedEventStore.open(place) : EventStoreDbEventStore.open(place);
}

async function openReading(
  settings: Settings,
  events: EngineEvents,
  opened: (() => Promise<void>)[],
): Promise<Pick<LedgerEngine, 'readModels' | 'hurryProjector'>> {
  const { onWaiting } = events;
  const place = readModelPlace(settings);
  const open = () => openReadModels({ ...place, mode: 'read' });
  // Another process makes them. It may not be there yet, be in the middle of it, or be making those of this version.
  if (settings.role === 'api') {
    const readModels = await patiently(open, { for: 'readModels', onWaiting, also: 'rebuildNeeded' });
    return { readModels, hurryProjector: () => undefined };
  }
  const gatherMs = 'file' in place ? GATHER_MS.file : GATHER_MS.server;
  const begin = { eventStore: eventStorePlace(settings), readModels: place, gatherMs, traces: tracePlace(settings) };
  const start = () => ProjectorThread.start(begin, events);
  const projector = 'file' in place ? await start() : await patiently(start, { for: 'readModels', onWaiting });
  opened.push(() => projector.stop());
  return { readModels: await open(), hurryProjector: () => projector.hurry() };
}

/** Everything this process keeps in files, wherever they are. */
export function keptFiles({ dataDir, eventStore, postgresUrl }: Settings): readonly string[] {
  const log = eventStore === 'embedded' ? [LOG_FILE] : [];
  const others = postgresUrl === undefined ? [VAULT_FILE, READ_MODEL_FILE] : [];
  return [...log, ...others].map((name) => join(dataDir, name));
}

async function openAssessing(settings: Settings, { eventStore, events, opened }: Opening): Promise<AssessmentStates> {
  const { onWaiting } = events;
  const readModels = readModelPlace(settings);
  const open = async (): Promise<AssessmentStates> => {
    const states = await openAssessmentStates(readModels, { mode: 'read', stateVersion: STATE_VERSION });
    await states.position().catch(async (error: unknown) => {
      await states.close();
      throw new ProjectionError('unavailable', 'The assessor has kept nothing yet.', { cause: error });
    });
    return states;
  };
  if (settings.role === 'api') return patiently(open, { for: 'readModels', onWaiting });
  const start = () => AssessorThread.start({ eventStore: eventStorePlace(settings), readModels }, eventStore, events);
  const assessor = 'file' in readModels ? await start() : await patiently(start, { for: 'readModels', onWaiting });
  opened.push(() => assessor.stop());
  return open();
}

async function openDispatching(
  settings: Settings,
  opened: (() => Promise<void>)[],
): Promise<LedgerEngine['dispatching']> {
  if (settings.role === 'api') return { isHeld: () => Promise.resolve(false) };
  const lease = await openDispatchLease(readModelPlace(settings));
  opened.push(() => lease.close());
  return lease;
}

interface Opening {
  readonly eventStore: EventStore;
  readonly events: EngineEvents;
  readonly opened: (() => Promise<void>)[];
}

function eventStorePlace({ dataDir, eventStore, eventStoreUrl }: Settings): EventStorePlace {
  if (eventStore === 'embedded') return { directory: dataDir };
  return { connectionString: eventStoreUrl ?? '' };
}

function readModelPlace({ dataDir, postgresUrl }: Settings): ReadModelPlace {
  if (postgresUrl === undefined) return { file: join(dataDir, READ_MODEL_FILE) };
  return { connectionString: postgresUrl };
}
