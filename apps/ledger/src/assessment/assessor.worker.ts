import { parentPort, workerData } from 'node:worker_threads';
import { EmbeddedEventStore, EventStoreDbEventStore, type AppendOutcome, type EventStore } from '#libs/event-store';
import { openAssessmentStates, type AssessmentStates } from '#libs/projections';
import type { EventStorePlace } from '../projecting/projector-messages.ts';
import { STATE_VERSION } from './assessed-stream.ts';
import { loadAssessmentWorld } from './assessment-world.ts';
import { receivedOutcome, type AssessorMessage, type AssessorOrder, type AssessorStart } from './assessor-messages.ts';
import { AssessorRun } from './assessor-run.ts';
import { Assessor } from './assessor.reactor.ts';
import { Measures } from './measures.ts';
import { PolicyShelf } from './policy-shelf.ts';

/**
 * The thread that judges records. It reads the log by itself and keeps what it knows by itself, so that judging takes no time
 * from requests; findings are appended by the thread that has the log open for writing.
 */
const { eventStore: place, readModels } = workerData as AssessorStart;
const tell = (message: AssessorMessage): void => parentPort?.postMessage(message);

const waiting = new Map<number, (outcomes: readonly AppendOutcome[]) => void>();
let asked = 0;
const appends: Pick<EventStore, 'appendMany'> = {
  appendMany: (wanted) =>
    new Promise((resolve) => {
      asked += 1;
      waiting.set(asked, resolve);
      tell({ kind: 'append', id: asked, appends: wanted });
    }),
};

try {
  const store = await openForReading(place);
  const states = await openAssessmentStates(readModels, { mode: 'write', stateVersion: STATE_VERSION });
  let made: Assessor | undefined;
  const assessor = (): Assessor => (made ??= assessorOf(store, states));
  const run = new AssessorRun({ store, states, assessor, onRetry: (code) => tell({ kind: 'retry', code }) });
  parentPort?.on('message', (order: AssessorOrder) => {
    if (order.kind === 'stop') void run.close();
    else {
      waiting.get(order.id)?.(order.outcomes.map(receivedOutcome));
      waiting.delete(order.id);
    }
  });
  await states.prepare();
  tell({ kind: 'prepared' });
  await run.run();
  await states.close();
  await store.close();
} catch (error) {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  tell({ kind: 'failed', code: typeof code === 'string' ? code : 'assessmentFault' });
  process.exitCode = 1;
} finally {
  parentPort?.close();
}

function assessorOf(store: EventStore, states: AssessmentStates): Assessor {
  const { world, laws } = loadAssessmentWorld();
  return new Assessor({
    store,
    appends,
    states,
    shelf: new PolicyShelf(store, world),
    measures: new Measures(laws, world),
    onUnjudged: ({ position, type }) => tell({ kind: 'unjudged', position, type }),
  });
}

function openForReading(where: EventStorePlace): Promise<EventStore> {
  return 'directory' in where
    ? EmbeddedEventStore.open({ directory: where.directory, readOnly: true })
    : EventStoreDbEventStore.open({ connectionString: where.connectionString });
}
