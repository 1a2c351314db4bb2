import type { EventStoreDBClient, RecordedEvent as ClientEvent } from '@eventstore/db-client';
import type { ReadAllOptions, ReadStreamOptions, RecordedEvent } from '../event-store.ts';
import { GuardedRead } from './guarded-read.ts';
import type { ClientRead } from './guarded-read.ts';
import { readStart } from './places.ts';
import { isOfTheStoreItself, positionOf, recordedEvent } from './recorded-event.ts';
import type { SharedClient } from './shared-client.ts';

/** Events that one call to the server asks for: bounds what it works ahead for a slow reader. */
const PAGE_SIZE = 1_000;

type Direction = 'forwards' | 'backwards';

/** Reads from EventStoreDB, page by page. Asked of the leader, so that a writer reads what it wrote. */
export class LogReading {
  readonly #client: SharedClient;
  readonly #callTimeoutMs: number;
  readonly #reads = new Set<GuardedRead>();
  /** What the last look at the end found: the newest event there was, and the newest that was not the store's own. */
  #end: { readonly seen: number; readonly position: number | undefined } | undefined;

  constructor(client: SharedClient, callTimeoutMs: number) {
    this.#client = client;
    this.#callTimeoutMs = callTimeoutMs;
  }

  async *stream(streamName: string, options: ReadStreamOptions): AsyncGenerator<RecordedEvent, void> {
    const { direction = 'forwards', maxCount } = options;
    let from = options.fromRevision;
    let left = maxCount ?? Number.POSITIVE_INFINITY;
    for (;;) {
      const count = Math.min(left, PAGE_SIZE);
      let read = 0;
      for await (const event of this.#page((client) => streamRead(client, streamName, { direction, from, count }))) {
        read++;
        const recorded = recordedEvent(event);
        from = recorded.revision + (direction === 'forwards' ? 1 : -1);
        yield recorded;
      }
      left -= read;
      if (read < count || left <= 0 || (from !== undefined && from < 0)) return;
    }
  }

  async *all(options: ReadAllOptions): AsyncGenerator<RecordedEvent, void> {
    const { direction = 'forwards', fromPosition, maxCount } = options;
    let left = maxCount ?? Number.POSITIVE_INFINITY;
    if (direction === 'backwards' && fromPosition !== undefined) {
      // Backwards the server starts before the position: the event that stands there is asked for by itself.
      for await (const event of this.#allEvents('forwards', fromPosition, 1)) {
        if (positionOf(event) !== fromPosition || isOfTheStoreItself(event)) continue;
        yield recordedEvent(event);
        left--;
      }
    }
    if (left <= 0) return;
    for await (const event of this.#allEvents(direction, fromPosition, left)) {
      if (isOfTheStoreItself(event)) continue;
      yield recordedEvent(event);
      if (--left <= 0) return;
    }
  }

  /** Looks back from the end, and not again over what an earlier call has looked at. */
  async lastPosition(): Promise<number | undefined> {
    const known = this.#end;
    let seen: number | undefined;
    let position = known?.position;
    for await (const event of this.#allEvents('backwards', undefined, 1)) {
      const place = positionOf(event);
      seen ??= place;
      if (known !== undefined && place <= known.seen) break;
      if (isOfTheStoreItself(event)) continue;
      position = place;
      break;
    }
    if (seen !== undefined) this.#end = { seen, position };
    return position;
  }

  close(): void {
    for (const read of this.#reads) read.close();
  }

  /**
   * The log from a place on, the store's own events among it, in pages that grow while the caller wants more.
   * Forwards a page begins with the last event of the one before, because such reads include their start.
   */
  async *#allEvents(direction: Direction, from: number | undefined, wanted: number): AsyncGenerator<ClientEvent, void> {
    let start = from;
    let last: number | undefined;
    for (let count = Math.min(wanted, PAGE_SIZE); ; count = Math.min(Math.max(count, 8) * 4, PAGE_SIZE)) {
      let read = 0;
      for await (const event of this.#page((client) => allRead(client, { direction, from: start, count }))) {
        read++;
        const position = positionOf(event);
        if (position === last) continue;
        last = position;
        yield event;
      }
      if (read < count) return;
      start = last;
    }
  }

  async *#page(open: (client: EventStoreDBClient) => ClientRead): AsyncGenerator<ClientEvent, void> {
    const read = new GuardedRead(open(this.#client.current), this.#callTimeoutMs);
    this.#reads.add(read);
    try {
      for await (const { event } of read.events()) if (event !== undefined) yield event;
    } finally {
      this.#reads.delete(read);
    }
  }
}

interface Page {
  readonly direction: Direction;
  readonly from: number | undefined;
  readonly count: number;
}

function streamRead(client: EventStoreDBClient, streamName: string, { direction, from, count }: Page): ClientRead {
  const fromRevision = from === undefined ? (direction === 'forwards' ? 'start' : 'end') : BigInt(from);
  return client.readStream(streamName, { direction, fromRevision, maxCount: count, requiresLeader: true });
}

function allRead(client: EventStoreDBClient, { direction, from, count }: Page): ClientRead {
  const fromPosition = readStart(direction, from);
  return client.readAll({ direction, fromPosition, maxCount: count, requiresLeader: true });
}
