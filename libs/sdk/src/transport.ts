import createClient, { type Client } from 'openapi-fetch';
import { errorOfProblem, LedgerError } from './ledger-error.ts';
import type { paths } from './openapi.gen.ts';
import { retryAfterMsOf, type RetryPolicy, withRetries } from './retry.ts';
import type { Problem } from './wire.ts';

export interface TransportOptions {
  /** `http://host:port`, without `/v1`. */
  readonly baseUrl: string;
  /** Bearer token. */
  readonly token?: string;
  readonly fetch?: (request: Request) => Promise<Response>;
  /** Longest wait for an answer, or for the next part of a stream, in milliseconds. */
  readonly timeoutMs: number;
}

export interface CallOptions {
  readonly retry: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
}

/** What `openapi-fetch` resolves to, with its correlated union opened. */
interface Answer {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

type Send = (client: Client<paths>, init: { readonly signal: AbortSignal }) => Promise<Answer>;

/** Calls with timeout, retries, and every failure as a LedgerError. */
export class Transport {
  readonly #client: Client<paths>;
  readonly #timeoutMs: number;

  constructor({ baseUrl, token, fetch, timeoutMs }: TransportOptions) {
    this.#client = createClient<paths>({
      baseUrl,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(fetch === undefined ? {} : { fetch }),
    });
    this.#timeoutMs = timeoutMs;
  }

  /**
   * @template T What the API description says the answer is.
   * @throws LedgerError
   */
  async call<T>(send: Send, { retry, signal }: CallOptions): Promise<{ data: T; response: Response }> {
    return withRetries(() => this.#try<T>(send, signal), retry, signal);
  }

  /**
   * The body of an answer as it arrives. Repeated only while there is no answer yet.
   * @throws LedgerError
   */
  async *stream(send: Send, options: CallOptions): AsyncGenerator<Uint8Array> {
    const { data, deadline } = await withRetries(
      () => this.#open<AsyncIterable<Uint8Array> | null>(send, options.signal),
      options.retry,
      options.signal,
    );
    try {
      for await (const chunk of data ?? []) {
        // Waiting for the reader is not waiting for the ledger.
        deadline.stop();
        yield chunk;
        deadline.restart();
      }
    } catch (error) {
      throw asLedgerError(error, deadline, options.signal);
    } finally {
      deadline.release();
    }
  }

  async #try<T>(send: Send, signal: AbortSignal | undefined): Promise<{ data: T; response: Response }> {
    const { data, response, deadline } = await this.#open<T>(send, signal);
    deadline.release();
    return { data, response };
  }

  async #open<T>(
    send: Send,
    signal: AbortSignal | undefined,
  ): Promise<{ data: T; response: Response; deadline: Deadline }> {
    const deadline = new Deadline(this.#timeoutMs, signal);
    try {
      const { data, error, response } = await send(this.#client, { signal: deadline.signal });
      if (!response.ok) throw errorOfAnswer(response, error);
      return { data: data as T, response, deadline };
    } catch (error) {
      deadline.release();
      throw asLedgerError(error, deadline, signal);
    }
  }
}

/** An abort signal of its own for one try, so that the timeout and the caller's wish can be told apart. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #timeoutMs: number;
  readonly #outer: AbortSignal | undefined;
  readonly #cancel = (): void => this.#controller.abort();
  #timer: ReturnType<typeof setTimeout> | undefined;
  passed = false;

  constructor(timeoutMs: number, outer: AbortSignal | undefined) {
    this.#timeoutMs = timeoutMs;
    this.#outer = outer;
    if (outer?.aborted === true) this.#cancel();
    else outer?.addEventListener('abort', this.#cancel, { once: true });
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.stop();
    this.#timer = setTimeout(() => {
      this.passed = true;
      this.#controller.abort();
    }, this.#timeoutMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  release(): void {
    this.stop();
    this.#outer?.removeEventListener('abort', this.#cancel);
  }
}

function errorOfAnswer(response: Response, error: unknown): LedgerError {
  const retryAfterMs = retryAfterMsOf(response.headers.get('retry-after'), Date.now());
  if (isProblem(error)) return errorOfProblem(error, retryAfterMs);
  return new LedgerError('invalidAnswer', `Status ${String(response.status)} without a problem of the ledger.`, {
    status: response.status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

function asLedgerError(error: unknown, deadline: Deadline, signal: AbortSignal | undefined): LedgerError {
  if (error instanceof LedgerError) return error;
  if (signal?.aborted === true) return new LedgerError('cancelled', 'The request was cancelled.', { cause: error });
  if (deadline.passed) return new LedgerError('timedOut', 'The ledger did not answer in time.', { cause: error });
  if (error instanceof SyntaxError) {
    return new LedgerError('invalidAnswer', 'The answer is not JSON.', { cause: error });
  }
  return new LedgerError('unreachable', 'The ledger cannot be reached.', { cause: error });
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { code, title, status } = value as Record<string, unknown>;
  return typeof code === 'string' && typeof title === 'string' && typeof status === 'number';
}
