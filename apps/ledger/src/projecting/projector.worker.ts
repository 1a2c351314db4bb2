import { parentPort, workerData } from 'node:worker_threads';
import { EmbeddedEventStore } from '#libs/event-store';
import { Projector, SqliteReadModelDatabase } from '#libs/projections';
import { STOP, type ProjectorMessage, type ProjectorStart } from './projector-messages.ts';

/**
 * The thread that keeps the read models up to date. It reads the log by itself and owns the read-model file, so projecting
 * takes no time from requests, and nothing is lost when it dies: it resumes from its own stored position.
 */
const { eventDirectory, readModelFile } = workerData as ProjectorStart;
const tell = (message: ProjectorMessage): void => parentPort?.postMessage(message);

try {
  const eventStore = await EmbeddedEventStore.open({ directory: eventDirectory, readOnly: true });
  const database = SqliteReadModelDatabase.open({ file: readModelFile, mode: 'write' });
  const projector = new Projector({
    eventStore,
    database,
    onBatch: (measure) => tell({ kind: 'progress', ...measure }),
    onParked: ({ position, type, reason }) => tell({ kind: 'parked', position, type, reason }),
    onRetry: ({ code }) => tell({ kind: 'retry', code }),
  });
  parentPort?.on('message', (message: unknown) => {
    if (message === STOP) void projector.close();
  });
  await projector.prepare();
  tell({ kind: 'prepared' });
  await projector.run();
  await database.close();
  await eventStore.close();
} catch (error) {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  tell({ kind: 'failed', code: typeof code === 'string' ? code : 'projectionFault' });
  process.exitCode = 1;
} finally {
  parentPort?.close();
}
