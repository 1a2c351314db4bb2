import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EventStore } from '#libs/event-store';
import {
  sentOutcome,
  type AssessorMessage,
  type AssessorOrder,
  type AssessorStart,
  type AssessorTrouble,
} from './assessor-messages.ts';

const FROM_SOURCES = import.meta.url.endsWith('.ts');
const WORKER = new URL(FROM_SOURCES ? './assessor.worker.ts' : './assessor.worker.js', import.meta.url);
/** What it keeps at hand of streams is bounded by their number; without limits V8 keeps garbage as the machine has memory. */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16 };
/** Pause before a thread that died is started again, in milliseconds. */
const RESTART_PAUSE_MS = 1_000;

export class AssessorStartError extends Error {
  override readonly name = 'ProjectionError';

  constructor(readonly code: string) {
    super(`The assessor could not start: ${code}.`);
  }
}

export interface AssessorThreadEvents {
  readonly onAssessorTrouble?: (trouble: AssessorTrouble) => void;
}

/** Runs the assessor in a thread of its own, appends what it found, and starts another one when it dies. */
export class AssessorThread {
  private worker: Worker | undefined;
  private stopping = false;

  private constructor(
    private readonly start: AssessorStart,
    private readonly store: Pick<EventStore, 'appendMany'>,
    private readonly events: AssessorThreadEvents,
  ) {}

  /**
   * Resolves when what it keeps can be opened for reading.
   * @throws AssessorStartError with the code of what went wrong
   */
  static async start(
    start: AssessorStart,
    store: Pick<EventStore, 'appendMany'>,
    events: AssessorThreadEvents = {},
  ): Promise<AssessorThread> {
    const thread = new AssessorThread(start, store, events);
    await thread.run();
    return thread;
  }

  /** Finish the batch in hand. The store must still take appends. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { worker } = this;
    if (worker === undefined) return;
    const ended = once(worker, 'exit');
    this.order(worker, { kind: 'stop' });
    await ended;
  }

  private run(): Promise<void> {
    const worker = new Worker(WORKER, {
      workerData: this.start,
      resourceLimits: HEAP_LIMITS,
      execArgv: FROM_SOURCES ? ['--conditions=source', '--disable-warning=ExperimentalWarning'] : [],
    });
    this.worker = worker;
    return new Promise((resolve, reject) => {
      let prepared = false;
      let failure = 'assessmentFault';
      worker.on('message', (message: AssessorMessage) => {
        if (message.kind === 'prepared') {
          prepared = true;
          resolve();
        } else if (message.kind === 'append') void this.append(worker, message);
        else {
          if (message.kind === 'failed') failure = message.code;
          this.events.onAssessorTrouble?.(message);
        }
      });
      worker.on('error', () => this.events.onAssessorTrouble?.({ kind: 'failed', code: failure }));
      worker.on('exit', () => {
        this.worker = undefined;
        if (!prepared) reject(new AssessorStartError(failure));
        else if (!this.stopping) this.restartLater();
      });
    });
  }

  private async append(worker: Worker, { id, appends }: AssessorMessage & { kind: 'append' }): Promise<void> {
    const outcomes = await this.store.appendMany(appends);
    this.order(worker, { kind: 'appended', id, outcomes: outcomes.map(sentOutcome) });
  }

  private order(worker: Worker, order: AssessorOrder): void {
    worker.postMessage(order);
  }

  private restartLater(): void {
    setTimeout(() => void this.restart(), RESTART_PAUSE_MS).unref();
  }

  private async restart(): Promise<void> {
    if (this.stopping) return;
    await this.run().catch(() => {
      if (!this.stopping) this.restartLater();
    });
  }
}
