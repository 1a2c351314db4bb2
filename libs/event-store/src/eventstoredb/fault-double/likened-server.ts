import { jsonEvent } from '@eventstore/db-client';
import type { AppendExpectedRevision, EventStoreDBClient, Position, ReadStreamOptions } from '@eventstore/db-client';
import { within } from '../within.ts';

/** Then a server counts as one that does not answer, in milliseconds. */
const ANSWER_MS_MAX = 2_000;

export interface LikenedAppend {
  readonly streamName: string;
  readonly ids: readonly string[];
  readonly expectedRevision: AppendExpectedRevision;
}

/** One server under the acts, and what it answered. */
export class LikenedServer {
  readonly #client: EventStoreDBClient;
  readonly #isBatch: boolean;

  constructor(client: EventStoreDBClient, isBatch: boolean) {
    this.#client = client;
    this.#isBatch = isBatch;
  }

  async append({ streamName, ids, expectedRevision }: LikenedAppend): Promise<unknown> {
    const events = ids.map((id) => jsonEvent({ id, type: 'Likened', data: { id } }));
    // With credentials for the one call the client appends singly.
    const credentials = { username: 'admin', password: 'changeit' };
    const options = { expectedRevision, deadline: ANSWER_MS_MAX, ...(this.#isBatch ? {} : { credentials }) };
    return this.#told(async () => {
      const { nextExpectedRevision, position } = await this.#client.appendToStream(streamName, events, options);
      return { revision: nextExpectedRevision, at: await this.#eventAt(streamName, nextExpectedRevision, position) };
    });
  }

  /** Positions differ from server to server, so what stands there is told. */
  async #eventAt(streamName: string, fromRevision: bigint, position: Position | undefined): Promise<unknown> {
    if (position === undefined) return 'no position';
    for await (const { event } of this.#client.readStream(streamName, { fromRevision, maxCount: 1 })) {
      return event?.position?.commit === position.commit ? event.id : 'another event';
    }
    return 'no event';
  }

  read(streamName: string, options: ReadStreamOptions): Promise<unknown> {
    return this.#told(async () => {
      const found: string[] = [];
      for await (const { event } of this.#client.readStream(streamName, options)) {
        found.push(`${event?.revision} ${event?.id}`);
      }
      return found;
    });
  }

  remove(streamName: string, act: 'delete' | 'tombstone'): Promise<unknown> {
    return this.#told(async () => {
      if (act === 'delete') await this.#client.deleteStream(streamName);
      else await this.#client.tombstoneStream(streamName);
      return act;
    });
  }

  /** What a subscription says until it has caught up; checkpoints, whose places are the server's own affair, left out. */
  subscribed(prefix: string, from: Position | 'start' | 'end'): Promise<unknown> {
    return this.#told(async () => {
      const heard: string[] = [];
      const filter = { filterOn: 'streamName' as const, prefixes: [prefix], checkpointInterval: 1, maxSearchWindow: 4 };
      const subscription = this.#client.subscribeToAll({ fromPosition: from, filter });
      const caughtUp = new Promise<void>((resolve, reject) => {
        subscription.on('confirmation', () => heard.push('confirmed'));
        subscription.on('data', ({ event }) => heard.push(event?.type === 'Likened' ? event.id : `${event?.type}`));
        subscription.on('caughtUp', () => resolve());
        subscription.on('error', reject);
      });
      try {
        await within(caughtUp, ANSWER_MS_MAX);
      } finally {
        await subscription.unsubscribe();
      }
      return heard;
    });
  }

  /** How many of two wanted events came; which ones depends on what else is in the log. */
  readAll(direction: 'forwards' | 'backwards', fromPosition: Position | 'start' | 'end'): Promise<unknown> {
    return this.#told(async () => {
      let count = 0;
      for await (const { event } of this.#client.readAll({ direction, fromPosition, maxCount: 2 }))
        count += event ? 1 : 0;
      return count;
    });
  }

  async end(): Promise<Position | 'start'> {
    for await (const { event } of this.#client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 })) {
      if (event?.position !== undefined) return event.position;
    }
    return 'start';
  }

  async position(streamName: string): Promise<Position | undefined> {
    for await (const { event } of this.#client.readStream(streamName, { maxCount: 3 })) return event?.position;
    return undefined;
  }

  async #told(work: () => Promise<unknown>): Promise<unknown> {
    try {
      return await within(work(), 2 * ANSWER_MS_MAX);
    } catch (error) {
      const { name, type, code, actualVersion, message } = error as Error & { [fact: string]: unknown };
      return type === undefined || type === 'unknown' ? { name, code, message } : { type, code, actualVersion };
    }
  }
}
