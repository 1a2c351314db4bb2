import { randomUUID } from 'node:crypto';
import type { SerialisedAppend } from '../serialised-append.ts';
import { appendAnswer, AppendRefusal } from './append-answer.ts';
import { appendMessage } from './append-message.ts';

/** What is written and what arrives are bytes. */
export interface AppendCall {
  write(message: Buffer): unknown;
  cancel(): void;
  on(event: 'data', listener: (bytes: Buffer) => void): unknown;
  on(event: 'error', listener: (cause: unknown) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
}

/** Where the last event came to stand, as the server counts; no position where it names none. */
export interface PlacedAppend {
  readonly revision: bigint;
  readonly position: bigint | undefined;
}

interface Pending {
  readonly resolve: (placed: PlacedAppend) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * The one call that appends share, each told apart by a correlation id. Ends with its first failure, which is told to
 * every append under way, because nobody knows what became of those. What is under way is bounded by who sends.
 */
export class AppendStream {
  readonly #call: AppendCall;
  readonly #pending = new Map<string, Pending>();
  #end: Error | undefined;

  constructor(call: AppendCall) {
    this.#call = call;
    call.on('data', (bytes) => this.#settle(bytes));
    call.on('error', (cause) => this.#fail(cause));
    call.on('end', () => this.#fail(new Error('The server ended the stream of appends')));
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** @throws AppendRefusal, or what the call failed with */
  append(append: SerialisedAppend, deadlineMs: number): Promise<PlacedAppend> {
    const correlationId = randomUUID();
    const message = appendMessage(append, correlationId, deadlineMs);
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) return reject(this.#end);
      this.#pending.set(correlationId, { resolve, reject });
      this.#call.write(message);
    });
  }

  #settle(bytes: Buffer): void {
    try {
      const { correlationId, result } = appendAnswer(bytes);
      const pending = this.#pending.get(correlationId);
      this.#pending.delete(correlationId);
      if (result instanceof AppendRefusal) pending?.reject(result);
      else pending?.resolve(result);
    } catch (cause) {
      // An answer that cannot be read may be anyone's.
      this.#fail(cause);
      this.#call.cancel();
    }
  }

  #fail(cause: unknown): void {
    const error = cause instanceof Error ? cause : new Error('The stream of appends failed', { cause });
    this.#end ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
