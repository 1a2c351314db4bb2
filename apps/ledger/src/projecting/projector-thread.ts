import { once } from 'node:events';
import { basename } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ReadModelPlace } from '#libs/projections';
import { HURRY, STOP, type ProjectorMessage, type ProjectorStart } from './projector-messages.ts';

const FROM_SOURCES = import.meta.url.endsWith('.ts');
const WORKER = new URL(FROM_SOURCES ? './projector.worker.ts' : './projector.worker.js', import.meta.url);
/**
 * A batch is 4 MB of JSON at most; thirty times that is room for what is made of it. Without limits V8 lets each thread
 * keep garbage in proportion to the machine's memory.
 */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };
/** Pause before a thread that died is started again, in milliseconds. */
const RESTART_PAUSE_MS = 1_000;

export interface ProjectorThreadEvents {
  readonly onTrouble?: (trouble: ProjectorMessage & { kind: 'parked' | 'retry' | 'failed' }) => void;
}

export class ProjectorStartError extends Error {
  override readonly name = 'ProjectionError';

  constructor(
    readonly code: string,
    place: ReadModelPlace,
  ) {
    super(`The projector could not start: ${startFault(code, place)}`);
  }
}

/** What is wrong with the read models, and what to do; of a file its role, since whoever reads this knows the folder. */
function startFault(code: string, place: ReadModelPlace): string {
  const where = 'file' in place ? `read models (${basename(place.file)} in PDL_DATA_DIR)` : 'read models in PostgreSQL';
  const remake = 'Stop the ledger and run `pdl rebuild`, which makes them anew from the log; nothing recorded is lost.';
  switch (code) {
    case 'damaged':
      return `the ${where} are damaged. ${remake}`;
    case 'rebuildNeeded':
      return `the ${where} are not those of this version. ${remake}`;
    case 'locked':
      return `the ${where} are in use by another ledger or a rebuild. Stop it, or wait for it to end.`;
    case 'unavailable':
      return `the ${where}, or the log they are made from, cannot be reached.`;
    default:
      return `${code}.`;
  }
}

/** Runs the projector in a thread of its own, and starts another one when it dies after it had been running. */
export class ProjectorThread {
  private worker: Worker | undefined;
  private stopping = false;

  private constructor(
    private readonly start: ProjectorStart,
    private readonly events: ProjectorThreadEvents,
  ) {}

  /**
   * Resolves when the read models can be opened for reading.
   * @throws ProjectorStartError with the code of what went wrong: `locked`, `rebuildNeeded`, `damaged` …
   */
  static async start(start: ProjectorStart, events: ProjectorThreadEvents = {}): Promise<ProjectorThread> {
    const thread = new ProjectorThread(start, events);
    await thread.run();
    return thread;
  }

  /** Finish the batch in hand. */
  async stop(): Promise<void> {
    this.stopping = true;
    const { worker } = this;
    if (worker === undefined) return;
    const ended = once(worker, 'exit');
    worker.postMessage(STOP);
    await ended;
  }

  /** Somebody waits for what was recorded last. */
  hurry(): void {
    this.worker?.postMessage(HURRY);
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
      let failure = 'projectionFault';
      worker.on('message', (message: ProjectorMessage) => {
        if (message.kind === 'prepared') {
          prepared = true;
          resolve();
        } else {
          if (message.kind === 'failed') failure = message.code;
          this.events.onTrouble?.(message);
        }
      });
      worker.on('error', () => this.events.onTrouble?.({ kind: 'failed', code: failure }));
      worker.on('exit', () => {
        this.worker = undefined;
        if (!prepared) reject(new ProjectorStartError(failure, this.start.readModels));
        else if (!this.stopping) setTimeout(() => void this.restart(), RESTART_PAUSE_MS).unref();
      });
    });
  }

  private async restart(): Promise<void> {
    if (this.stopping) return;
    await this.run().catch(() => {
      if (!this.stopping) setTimeout(() => void this.restart(), RESTART_PAUSE_MS).unref();
    });
  }
}
