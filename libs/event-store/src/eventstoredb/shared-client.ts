import { createRequire } from 'node:module';
import { EventStoreDBClient } from '@eventstore/db-client';
import type * as streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { EventStoreError } from '../event-store.ts';
import type { SerialisedAppend } from '../serialised-append.ts';
import { AppendStream } from './append-stream.ts';
import type { AppendCall, PlacedAppend } from './append-stream.ts';
import { checkedConnectionString } from './connection-string.ts';
import { clientErrorOf } from './client-error.ts';
import { tamed } from './tamed-streams.ts';
import { within } from './within.ts';

const { StreamsClient, StreamsService } = createRequire(import.meta.url)(
  '@eventstore/db-client/generated/streams_grpc_pb.js',
) as typeof streamsGrpc;

interface Capabilities {
  supports(method: { readonly path: string }): boolean;
}

/** Makes calls whose messages are bytes already. */
interface RawCalls {
  makeBidiStreamRequest(
    path: string,
    serialise: (message: Buffer) => Buffer,
    deserialise: (message: Buffer) => Buffer,
    ...metadataAndOptions: readonly unknown[]
  ): AppendCall;
}

/** Members that the client's typings hide: there is no public way to probe a server, to close a connection, or to send bytes. */
interface ClientInsides {
  readonly capabilities: Promise<Capabilities>;
  getChannel(): Promise<{ close(): void }>;
  callArguments(options: { readonly requiresLeader: boolean }, callOptions: { readonly deadline: number }): unknown[];
  GRPCStreamCreator(
    calls: unknown,
    debugName: string,
    create: (calls: RawCalls) => AppendCall,
  ): () => Promise<AppendCall>;
}

const LETTING_GO_MS_MAX = 2_000;

/**
 * One client, and so one connection, for every store with the same connection string: the client keeps state for the whole
 * module, its own appends in flight among it. A worker thread loads modules of its own, and so has a client of its own.
 */
let shared: SharedClient | undefined;

export class SharedClient {
  readonly #connectionString: string;
  #client: EventStoreDBClient;
  #users = 1;
  #answered: Promise<unknown> | undefined;
  #knowsBatchAppends = false;
  #appends: AppendStream | undefined;
  #openingAppends: Promise<AppendStream> | undefined;
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
  async #reach(answer: Promise<Capabilities>, timeoutMs: number): Promise<void> {
    const client = this.#client;
    try {
      const capabilities = await within(answer, timeoutMs);
      if (this.#answered === answer) return;
      this.#answered = answer;
      this.#knowsBatchAppends = capabilities.supports(StreamsService.batchAppend);
      // The connection is another one, and the server may be.
      this.#appends = undefined;
    } catch (cause) {
      if (cause === this.#lastFailure && client === this.#client) {
        this.#client = clientOf(this.#connectionString);
        void letGo(client);
      }
      this.#lastFailure = cause;
      throw clientErrorOf(cause, 'call');
    }
  }

  /** Whether many appends can share one call, as on servers from 21.10 on; true or false once the server was reached. */
  get knowsBatchAppends(): boolean {
    return this.#knowsBatchAppends;
  }

  /** Only where the server knows batch appends. @throws AppendRefusal, or what the connection failed with */
  async batchAppend(append: SerialisedAppend, deadlineMs: number): Promise<PlacedAppend> {
    const open = this.#appends;
    const stream = open === undefined || open.hasEnded ? await this.#openedAppends() : open;
    return stream.append(append, deadlineMs);
  }

  #openedAppends(): Promise<AppendStream> {
    this.#openingAppends ??= openAppends(this.#client)
      .then((stream) => (this.#appends = stream))
      .finally(() => (this.#openingAppends = undefined));
    return this.#openingAppends;
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

async function openAppends(client: EventStoreDBClient): Promise<AppendStream> {
  const insides = insidesOf(client);
  const asItIs = (message: Buffer): Buffer => message;
  const open = insides.GRPCStreamCreator(StreamsClient, 'batchAppend', (calls) =>
    calls.makeBidiStreamRequest(
      StreamsService.batchAppend.path,
      asItIs,
      asItIs,
      ...insides.callArguments({ requiresLeader: true }, { deadline: Infinity }),
    ),
  );
  return new AppendStream(await open());
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
