import type { LogReader } from './log-reader.ts';

/** What a reader in another thread or process waits at most; a look costs some microseconds. */
const POLL_INTERVAL_MS = 20;

/**
 * Tells those who wait at the end of the log that it has grown: the writer's store is told by its own flushes,
 * a read-only store looks for itself while somebody waits.
 */
export class LogGrowth {
  readonly reader: LogReader;
  readonly #isPolled: boolean;
  #waiting: { readonly grown: Promise<void>; readonly resolve: () => void } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(reader: LogReader, options: { readonly isPolled: boolean }) {
    this.reader = reader;
    this.#isPolled = options.isPolled;
  }

  /** Resolves when the log has grown since the call, or on `wake`. */
  grown(): Promise<void> {
    if (this.#waiting === undefined) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting = { grown: promise, resolve };
      if (this.#isPolled) this.#poll(this.reader.lastPosition());
    }
    return this.#waiting.grown;
  }

  wake(): void {
    clearInterval(this.#timer);
    this.#waiting?.resolve();
    this.#waiting = undefined;
  }

  #poll(seen: number | undefined): void {
    this.#timer = setInterval(() => {
      try {
        if (this.reader.lastPosition() !== seen) this.wake();
      } catch {
        // Whoever waits reads next, and gets the failure there.
        this.wake();
      }
    }, POLL_INTERVAL_MS);
  }
}
