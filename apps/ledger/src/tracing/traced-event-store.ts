import {
  EventStore,
  type Appended,
  type AppendOutcome,
  type JsonObject,
  type NewEvent,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type SerialisedEvent,
  type StreamAppend,
  type SubscribeOptions,
  type Subscription,
  type SubscriptionBatch,
} from '#libs/event-store';
import type { OpenSpan, Tracing } from './tracing.ts';

/** Traces that one batch of a subscription is shown in: a batch holds thousands of events, and each may have one of its own. */
const TRACES_OF_BATCH_MAX = 32;

/**
 * An event store whose appends are spans, and whose events name them, so that what follows from an event, in whichever
 * process and however much later, is found in the trace it came from.
 */
export class TracedEventStore extends EventStore {
  readonly #store: EventStore;
  readonly #tracing: Tracing;

  constructor(store: EventStore, tracing: Tracing) {
    super();
    this.#store = store;
    this.#tracing = tracing;
  }

  override append(append: StreamAppend): Promise<Appended> {
    return this.#within([append], ([named]) => this.#store.append(named ?? append));
  }

  override appendMany(appends: readonly StreamAppend[]): Promise<readonly AppendOutcome[]> {
    return this.#within(appends, (named) => this.#store.appendMany(named));
  }

  override readStream(streamName: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent> {
    return this.#store.readStream(streamName, options);
  }

  override readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent> {
    return this.#store.readAll(options);
  }

  override subscribeToAll(options?: SubscribeOptions): Subscription {
    const subscription = this.#store.subscribeToAll(options);
    return {
      [Symbol.asyncIterator]: () => this.#traced(subscription),
      close: () => subscription.close(),
    };
  }

  override lastPosition(): Promise<number | undefined> {
    return this.#store.lastPosition();
  }

  override close(): Promise<void> {
    return this.#store.close();
  }

  #within<T>(appends: readonly StreamAppend[], work: (appends: readonly StreamAppend[]) => Promise<T>): Promise<T> {
    const eventCount = appends.reduce((count, { events }) => count + events.length, 0);
    const attributes = { 'pdl.event.count': eventCount, 'pdl.stream.count': appends.length };
    return this.#tracing.within({ name: 'append events', kind: 'client', attributes }, (span) =>
      work(span.isSampled ? appends.map((append) => named(append, span)) : appends),
    );
  }

  /** A batch is being worked on from when it is handed out until the next one is asked for. */
  async *#traced(subscription: Subscription): AsyncGenerator<SubscriptionBatch, void> {
    for await (const batch of subscription) {
      const spans = this.#spansOf(batch.events);
      let failed = true;
      try {
        yield batch;
        failed = false;
      } finally {
        for (const span of spans) span.end({ failed });
      }
    }
  }

  #spansOf(events: readonly RecordedEvent[]): readonly OpenSpan[] {
    const counts = new Map<string, number>();
    for (const { metadata } of events) {
      const { traceparent } = metadata;
      if (typeof traceparent !== 'string') continue;
      const count = counts.get(traceparent);
      if (count !== undefined || counts.size < TRACES_OF_BATCH_MAX) counts.set(traceparent, (count ?? 0) + 1);
    }
    return [...counts].map(([parent, count]) =>
      this.#tracing.begin({
        name: 'project events',
        kind: 'consumer',
        parent,
        attributes: { 'pdl.event.count': count },
      }),
    );
  }
}

/** A reporting service's own `traceparent` stays: it names what the service was doing. */
function named(append: StreamAppend, { traceparent }: OpenSpan): StreamAppend {
  const events = append.events.map((event) => {
    if (!isSerialised(event)) return { ...event, metadata: { traceparent, ...event.metadata } };
    const metadata = JSON.parse(event.metadata) as JsonObject;
    return { ...event, metadata: JSON.stringify({ traceparent, ...metadata }) };
  });
  return { ...append, events };
}

const isSerialised = (event: NewEvent | SerialisedEvent): event is SerialisedEvent =>
  typeof event.metadata === 'string';
