import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { EventStoreDbEventStore, type NewEvent } from '#libs/event-store';

/** As many as the ledger has under way at a time, which is also where the client is quickest. */
export const IN_FLIGHT = 256;
const SAMPLES = 2_000;

/** What the database's own client allows: events that the ledger wrote, one to an append, and nothing around it. */
export class BareClient {
  readonly #client: EventStoreDBClient;
  readonly #samples: readonly NewEvent[];
  readonly #streams: readonly string[];
  readonly #revisions: bigint[] = [];
  #count = 0;

  private constructor(url: string, samples: readonly NewEvent[], streams: readonly string[]) {
    this.#client = EventStoreDBClient.connectionString(url);
    this.#samples = samples;
    this.#streams = streams;
  }

  /** With one event in each of the streams, as many as the ledger has subjects. */
  static async create(options: { readonly url: string; readonly streams: number }): Promise<BareClient> {
    const names = Array.from({ length: options.streams }, () => `bench-${randomUUID()}`);
    const client = new BareClient(options.url, await samplesFrom(options.url), names);
    await client.append(names.map((_, stream) => stream));
    return client;
  }

  /** One event to each of these streams, on condition of its revision. @returns events per second */
  async append(streams: readonly number[]): Promise<number> {
    let next = 0;
    const write = async (): Promise<void> => {
      for (let stream = streams[next++]; stream !== undefined; stream = streams[next++]) await this.#append(stream);
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: IN_FLIGHT }, write));
    return streams.length / ((performance.now() - begun) / 1_000);
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }

  async #append(stream: number): Promise<void> {
    const last = this.#revisions[stream];
    // Reserved before it is sent: another one to the same stream may follow at once, and arrives behind it.
    this.#revisions[stream] = last === undefined ? 0n : last + 1n;
    const sample = this.#samples[this.#count++ % this.#samples.length];
    if (sample === undefined) throw new Error('There is no event to imitate.');
    const { type, data, metadata } = sample;
    // With a name of the server's own kind it does not come to the ledger, which would take it in meanwhile.
    const event = jsonEvent({ id: randomUUID(), type: `$${type}`, data, metadata });
    const expectedRevision = last ?? ('no_stream' as const);
    await this.#client.appendToStream(this.#streams[stream] ?? '', event, { expectedRevision, requiresLeader: true });
  }
}

/** Records as the ledger stored them, so that both write the same bytes. */
async function samplesFrom(connectionString: string): Promise<readonly NewEvent[]> {
  const store = await EventStoreDbEventStore.open({ connectionString });
  try {
    const samples: NewEvent[] = [];
    for await (const event of store.readAll({ direction: 'backwards' })) {
      if (event.type === 'PersonalDataShared') samples.push(event);
      if (samples.length >= SAMPLES) break;
    }
    return samples;
  } finally {
    await store.close();
  }
}
