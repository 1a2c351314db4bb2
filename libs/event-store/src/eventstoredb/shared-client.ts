import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreError } from '../event-store.ts';
import { checkedConnectionString } from './connection-string.ts';
import { clientErrorOf } from './client-error.ts';
import { tamed } from './tamed-streams.ts';
import { within } from './within.ts';

/** Members that the client's typings hide: there is no public way to probe a server or to close a connection. */
interface ClientInsides {
  readonly capabilities: Promise<unknown>;
  getChannel(): Promise<{ close(): void }>;
}

const LETTING_GO_MS_MAX = 2_000;

/**
 * The client keeps its pending appends in one map for the whole module, and a failure on one connection rejects
 * those of all others. So there is one client, shared by every store with the same connection string. A worker
 * thread loads modules of its own, map and client included, and so has a client of its own.
 */
let shared: SharedClient | undefined;

export class SharedClient {
  readonly #connectionString: string;
  #client: EventStoreDBClient;
  #users = 1;
  #answered: Promise<unknown> | undefined;
  #lastFailure: unknown;

  private constructor(connectionString: string) {
    this.#connectionString = connectionString;
    this.#client = clientOf(connectionString);
  }

  /** @throws EventStoreError `locked` while this process is connected to another EventStoreDB; `unavailable` */
  static acquire(connectionString: string): SharedClient {
    if (shared === undefined) {
      shared = new SharedClient(connectionString);
      return shared;
    }
    if (shared.#connectionString !== connectionString) {
      throw new EventStoreError(
        'locked',
        'This process is already connected to an EventStoreDB with another connection string',
      );
    }
    shared.#users++;
    return shared;
  }

  get current(): EventStoreDBClient {
    return this.#client;
  }

  /**
   * Reach the server before anything is sent, so that a failure here is certainly no half-done append. Undefined when
   * the client has its answer already.
   * @throws EventStoreError `unavailable`
   */
  reach(timeoutMs: number): Promise<void> | undefined {
    const answer = insidesOf(this.#client).capabilities;
    return answer === this.#answered ? undefined : this.#reach(answer, timeoutMs);
  }

  /** The client remembers a good answer, and some bad ones for ever (a failed discovery): then it is replaced. */
  async #reach(answer: Promise<unknown>, timeoutMs: number): Promise<void> {
    const client = this.#client;
    try {
      await within(answer, timeoutMs);
      this.#answered = answer;
    } catch (cause) {
      if (cause === this.#lastFailure && client === this.#client) {
        this.#client = clientOf(this.#connectionString);
        void letGo(client);
      }
      this.#lastFailure = cause;
      throw clientErrorOf(cause, 'call');
    }
  }

  async release(): Promise<void> {
    if (--this.#users > 0) return;
    if (shared === this) shared = undefined;
    await letGo(this.#client);
  }
}

function clientOf(connectionString: string): EventStoreDBClient {
  const checked = checkedConnectionString(connectionString);
  try {
    return tamed(EventStoreDBClient.connectionString(checked));
  } catch {
    // Without the cause: the client's own message repeats parts of the string.
    throw new EventStoreError(
      'unavailable',
      'EventStoreDB connection string refused: it cannot be read, or a certificate file it names is missing',
    );
  }
}

function insidesOf(client: EventStoreDBClient): ClientInsides {
  return client as unknown as ClientInsides;
}

/** Ends everything that the client has open, its connection too, as far as the server lets it. */
export async function letGo(client: EventStoreDBClient): Promise<void> {
  const closing = client.dispose().then(async () => (await insidesOf(client).getChannel()).close());
  // A server that does not answer must not keep us; the connection dies with its keep-alive.
  await within(closing, LETTING_GO_MS_MAX).catch(() => undefined);
}
