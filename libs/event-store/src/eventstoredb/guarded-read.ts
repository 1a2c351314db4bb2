import type { ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { EventStoreError } from '../event-store.ts';
import { clientErrorOf, isStreamNotFound } from './client-error.ts';
import { TimeIsUp } from './within.ts';

export type ClientRead = StreamingRead<ResolvedEvent>;

/**
 * The events of one bounded read. The client's reads have no deadline and leak their call when they are left early,
 * so here each wait for the server has a limit, the caller's own time not counted, and the call is always ended.
 * A stream that does not exist has no events.
 */
export class GuardedRead {
  readonly #read: ClientRead;
  readonly #timeoutMs: number;

  constructor(read: ClientRead, timeoutMs: number) {
    this.#read = read;
    this.#timeoutMs = timeoutMs;
    // An error that comes when nobody listens any more would end the process.
    read.on('error', () => undefined);
  }

  async *events(): AsyncGenerator<ResolvedEvent, void> {
    let isWaiting = true;
    const timer = setTimeout(() => {
      if (isWaiting) this.#read.destroy(new TimeIsUp(`No answer within ${this.#timeoutMs} ms`));
    }, this.#timeoutMs);
    try {
      for await (const event of this.#read) {
        isWaiting = false;
        yield event;
        isWaiting = true;
        timer.refresh();
      }
    } catch (cause) {
      if (!isStreamNotFound(cause)) throw clientErrorOf(cause, 'call');
    } finally {
      clearTimeout(timer);
      this.#cancel();
    }
  }

  /** End it from outside: whoever iterates gets `closed`. */
  close(): void {
    this.#read.destroy(new EventStoreError('closed', 'The event store is closed'));
  }

  #cancel(): void {
    // Waits for the call to exist, which it may never do; and fails where it failed to exist.
    this.#read.cancel().catch(() => undefined);
  }
}
