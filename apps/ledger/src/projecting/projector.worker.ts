import { parentPort, workerData } from 'node:worker_threads';
import { EmbeddedEventStore, EventStoreDbEventStore, type EventStore } from '#libs/event-store';
import { loadClockWorld } from '#libs/policy-packs';
import { ledgerProjections, openReadModels, Projector } from '#libs/projections';
import { NoTracing, startOtlpTracing, TracedEventStore } from '../tracing/index.ts';
import { HURRY, STOP, type EventStorePlace, type ProjectorMessage, type ProjectorStart } from './projector-messages.ts';

/**
 * The thread that keeps the read models up to date. It reads the log by itself and writes the read models by itself, so
 * projecting takes no time from requests, and nothing is lost when it dies: it resumes from its own stored position.
 */
const { eventStore: place, readModels, gatherMs, traces } = workerData as ProjectorStart;
const tell = (message: ProjectorMessage): void => parentPort?.postMessage(message);

try {
  const tracing = traces === undefined ? new NoTracing() : await startOtlpTracing(traces);
  const log = await openForReading(place);
  const eventStore = tracing.isOn ? new TracedEventStore(log, tracing) : log;
  const database = await openReadModels({ ...readModels, mode: 'write' });
  const projector = new Projector({
    eventStore,
    database,
    projections: ledgerProjections(loadClockWorld()),
    gatherMs,
    onParked: ({ position, type, reason }) => tell({ kind: 'parked', position, type, reason }),
    onRetry: ({ code }) => tell({ kind: 'retry', code }),
  });
  parentPort?.on('message', (message: unknown) => {
    if (message === HURRY) projector.hurry();
    else if (message === STOP) void projector.close();
  });
  await projector.prepare();
  tell({ kind: 'prepared' });
  await projector.run();
  await database.close();
  await eventStore.close();
  await tracing.stop();
} catch (error) {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  tell({ kind: 'failed', code: typeof code === 'string' ? code : 'projectionFault' });
  process.exitCode = 1;
} finally {
  parentPort?.close();
}

function openForReading(where: EventStorePlace): Promise<EventStore> {
  return 'directory' in where
    ? EmbeddedEventStore.open({ directory: where.directory, readOnly: true })
    : EventStoreDbEventStore.open({ connectionString: where.connectionString });
}
