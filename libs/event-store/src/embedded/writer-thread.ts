import { Worker } from 'node:worker_threads';
import { EventStoreError } from '../event-store.ts';
import type { Flush, FromWriter, ToWriter } from './writer-messages.ts';

/** The heads of 200,000 streams and what is being written; without limits V8 keeps garbage as the machine has memory. */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 12 };
/** Pause before a thread that died is started again, in milliseconds. */
const RESTART_PAUSE_MS = 200;

export interface WriterThreadOptions {
  readonly file: string;
  /** What the thread runs; another module only to try what happens when writing fails. */
  readonly module: URL;
  readonly onMessage: (message: FromWriter) => void;
  /** It died, and whatever was posted to it may have been carried out or not. */
  readonly onLost: (error: EventStoreError) => void;
}

/** The one thread that writes to the log. When it dies after it had been ready, another one takes over. */
export class WriterThread {
  readonly #options: WriterThreadOptions;
  #worker: Worker | undefined;
  /** Why nothing can be posted; `undefined` while a thread is there. */
  #fault: EventStoreError | undefined;
  #isClosing = false;
  #restarting: Promise<void> | undefined;

  private constructor(options: WriterThreadOptions) {
    this.#options = options;
  }

  /** @throws EventStoreError `locked`, `damaged`, `unavailable` */
  static async start(options: WriterThreadOptions): Promise<WriterThread> {
    const thread = new WriterThread(options);
    await thread.#run();
    return thread;
  }

  get fault(): EventStoreError | undefined {
    return this.#fault;
  }

  post(flush: Flush): void {
    this.#worker?.postMessage({ flush } satisfies ToWriter, [flush.lengths.buffer]);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#restarting;
    const worker = this.#worker;
    if (worker === undefined) return;
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ close: true } satisfies ToWriter);
    await exited;
  }

  async #run(): Promise<void> {
    const { file, module } = this.#options;
    const execArgv = module.href.endsWith('.ts') ? ['--conditions=source'] : [];
    const worker = new Worker(module, { workerData: { file }, execArgv, resourceLimits: HEAP_LIMITS });
    const first = await new Promise<FromWriter | undefined>((resolve) => {
      worker.once('message', resolve);
      // An error without anybody to hear it would end the process.
      worker.on('error', () => resolve(undefined));
      worker.once('exit', () => resolve(undefined));
    });
    if (first?.kind !== 'ready') {
      await worker.terminate();
      const refusal = first?.kind === 'refused' ? first.failure : undefined;
      throw new EventStoreError(refusal?.code ?? 'unavailable', refusal?.message ?? 'The writer did not start');
    }
    this.#worker = worker;
    this.#fault = undefined;
    worker.on('message', (message: FromWriter) => this.#options.onMessage(message));
    worker.once('exit', () => this.#lose());
  }

  #lose(): void {
    this.#worker = undefined;
    if (this.#isClosing) return;
    this.#fault = new EventStoreError('unavailable', 'The writer of the event log died; another one is being started');
    this.#options.onLost(this.#fault);
    this.#restartSoon();
  }

  #restartSoon(): void {
    setTimeout(() => {
      if (this.#isClosing) return;
      this.#restarting = this.#run().catch((error: unknown) => {
        if (error instanceof EventStoreError) this.#fault = error;
        if (!this.#isClosing) this.#restartSoon();
      });
    }, RESTART_PAUSE_MS);
  }
}
