import type {
  AllStreamResolvedEvent,
  AllStreamSubscription,
  Filter,
  RecordedEvent as ClientEvent,
} from '@eventstore/db-client';
import { EventStoreError } from '../event-store.ts';
import type { RecordedEvent, SubscribeOptions, Subscription, SubscriptionBatch } from '../event-store.ts';
import { clientErrorOf, isHopeless } from './client-error.ts';
import { subscriptionStart } from './places.ts';
import { isOfTheStoreItself, positionOf, recordedEvent } from './recorded-event.ts';
import type { SharedClient } from './shared-client.ts';
import { SubscriptionLink } from './subscription-link.ts';
import type { CheckpointReached, LinkDelivery, Portion } from './subscription-link.ts';

const BATCH_SIZE_DEFAULT = 500;
/** Ends a batch early, so that a batch of the largest events stays small in memory. In UTF-16 units, about. */
const BATCH_WEIGHT_MAX = 4 * 1024 * 1024;
/** Events between two checkpoints of a filter that matches nothing. */
const CHECKPOINT_EVENTS = 500;
/** Events that wait between the client and us, beside the 16 that gRPC reads ahead: all may be of a megabyte. */
const READ_AHEAD = 1;
const BACKOFF_MS_MIN = 50;
const BACKOFF_MS_MAX = 5_000;

export interface SubscriptionSource {
  readonly client: SharedClient;
  readonly callTimeoutMs: number;
  readonly lastPosition: () => Promise<number | undefined>;
  readonly onClosed: (subscription: AllSubscription) => void;
}

/**
 * `$all` for one consumer. The client's subscription ends silently with its connection, so this one makes another,
 * from the last position that was handed over: nothing is lost or doubled at the seam.
 */
export class AllSubscription implements Subscription {
  readonly #source: SubscriptionSource;
  readonly #prefixes: readonly string[] | undefined;
  readonly #types: ReadonlySet<string> | undefined;
  readonly #portion: Portion;
  readonly #closed = Promise.withResolvers<void>();
  #position: number | undefined;
  #link: SubscriptionLink | undefined;
  #isClosed = false;

  constructor(source: SubscriptionSource, options: SubscribeOptions) {
    const { afterPosition, streamNamePrefixes, eventTypes, batchSizeMax = BATCH_SIZE_DEFAULT } = options;
    if (!Number.isSafeInteger(batchSizeMax) || batchSizeMax < 1) {
      throw new RangeError('batchSizeMax is a whole number from 1');
    }
    this.#source = source;
    this.#position = afterPosition;
    this.#prefixes = streamNamePrefixes;
    this.#types = eventTypes === undefined ? undefined : new Set(eventTypes);
    this.#portion = { countMax: batchSizeMax, weightMax: BATCH_WEIGHT_MAX, weigh };
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closed.resolve();
    this.#link?.close();
    this.#source.onClosed(this);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<SubscriptionBatch> {
    let failures = 0;
    try {
      while (!this.#isClosed) {
        try {
          for await (const batch of this.#whileLinked()) {
            failures = 0;
            yield batch;
          }
        } catch (cause) {
          if (isHopeless(cause)) throw clientErrorOf(cause, 'call');
        }
        await this.#backOff(failures++);
      }
    } finally {
      await this.close();
    }
  }

  /** Batches until the connection is lost, which it throws, or until this is closed. */
  async *#whileLinked(): AsyncGenerator<SubscriptionBatch, void> {
    const { callTimeoutMs } = this.#source;
    await this.#source.client.reach(callTimeoutMs);
    // Everything up to here has been looked through once the server says that we have caught up.
    const end = await this.#source.lastPosition();
    if (this.#isClosed) return;
    const link = new SubscriptionLink((checkpointReached) => this.#open(checkpointReached));
    this.#link = link;
    try {
      await link.confirm(callTimeoutMs);
      for (;;) {
        const delivery = await link.next(this.#portion);
        if (delivery === undefined) return;
        yield this.#batchOf(delivery, end);
      }
    } finally {
      link.close();
      this.#link = undefined;
    }
  }

  #open(checkpointReached: CheckpointReached): AllStreamSubscription {
    const filter = { ...filterOf(this.#prefixes), checkpointReached } as Filter;
    const fromPosition = subscriptionStart(this.#position);
    return this.#source.client.current.subscribeToAll({ fromPosition, filter }, { highWaterMark: READ_AHEAD });
  }

  #batchOf({ events: resolved, checkpoint, isLive }: LinkDelivery, end: number | undefined): SubscriptionBatch {
    const events: RecordedEvent[] = [];
    for (const { event } of resolved) {
      if (event === undefined) continue;
      this.#advance(positionOf(event));
      if (this.#isWanted(event)) events.push(recordedEvent(event));
    }
    this.#advance(checkpoint);
    if (isLive) this.#advance(end);
    return { events, position: this.#position, caughtUp: isLive };
  }

  /**
   * Types are looked at here. The server could do it, but tells its progress over what does not match only each
   * `CHECKPOINT_EVENTS` events, and whoever waits for a position would wait for others to write.
   */
  #isWanted(event: ClientEvent): boolean {
    return !isOfTheStoreItself(event) && (this.#types?.has(event.type) ?? true);
  }

  #advance(position: number | undefined): void {
    if (position !== undefined && position > (this.#position ?? -1)) this.#position = position;
  }

  /** Longer each time, and never the same for two replicas, so that a server coming back is not run over. */
  async #backOff(failures: number): Promise<void> {
    if (this.#isClosed) return;
    const longest = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** Math.min(failures, 20));
    let timer: NodeJS.Timeout | undefined;
    const pause = new Promise<void>((resolve) => (timer = setTimeout(resolve, longest * (0.5 + Math.random() / 2))));
    await Promise.race([pause, this.#closed.promise]);
    clearTimeout(timer);
  }
}

/** What the server sends: by stream name if asked, else all that is not its own, its statistics above all. */
function filterOf(prefixes: readonly string[] | undefined): object {
  const checkpoints = { checkpointInterval: 1, maxSearchWindow: CHECKPOINT_EVENTS };
  if (prefixes === undefined) return { filterOn: 'eventType', regex: '^[^$]', ...checkpoints };
  if (prefixes.length === 0) return { filterOn: 'streamName', regex: '(?!)', ...checkpoints };
  if (prefixes.some((prefix) => typeof prefix !== 'string')) {
    throw new EventStoreError('invalidEvent', 'A prefix of stream names is a string');
  }
  return { filterOn: 'streamName', prefixes: [...prefixes], ...checkpoints };
}

/** About the length of the event's texts, which is what makes an event large. */
function weigh({ event }: AllStreamResolvedEvent): number {
  return event === undefined ? 0 : textLength(event.data) + textLength(event.metadata);
}

function textLength(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (value instanceof Uint8Array) return value.length;
  let length = 0;
  for (const member of Object.values(value)) length += 8 + textLength(member);
  return length;
}
