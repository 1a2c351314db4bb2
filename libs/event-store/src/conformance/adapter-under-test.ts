import { randomUUID } from 'node:crypto';
import type {
  EventStore,
  EventStoreError,
  NewEvent,
  RecordedEvent,
  StreamAppend,
  Subscription,
  SubscriptionBatch,
} from '../event-store.ts';

/** A store for the suite: its log may already hold the events of others. */
export interface OpenedStore {
  readonly store: EventStore;
  /** Close the store and open the same log again; left out where that proves nothing. */
  readonly reopen?: () => Promise<EventStore>;
  /** Close whatever is open and clear away. */
  readonly close: () => Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

/** The store that the tests of one suite share, opened before the first of them. */
export type StoreOf = () => EventStore;

export const streamName = (prefix = 'conformance'): string => `${prefix}-${randomUUID()}`;

export function newEvent(number = 0): NewEvent {
  return { id: randomUUID(), type: 'SomethingHappened', data: { number }, metadata: { $correlationId: 'c' } };
}

export const newEvents = (count: number): NewEvent[] => Array.from({ length: count }, (_, number) => newEvent(number));

export async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export const idsOf = (events: readonly { readonly id: string }[]): string[] => events.map((event) => event.id);

/** What a failed append says: its code, and the revision that the stream really has. */
export interface Refusal {
  readonly code: EventStoreError['code'] | undefined;
  readonly actualRevision: EventStoreError['actualRevision'];
}

export async function refusalOf(appending: Promise<unknown>): Promise<Refusal | 'appended'> {
  try {
    await appending;
    return 'appended';
  } catch (error) {
    const { code, actualRevision } = error as EventStoreError;
    return { code, actualRevision };
  }
}

/** Outcomes without positions, which no test can foretell. */
export async function outcomesOf(store: EventStore, appends: readonly StreamAppend[]): Promise<unknown[]> {
  const outcomes = await store.appendMany(appends);
  return outcomes.map((outcome) =>
    outcome.ok ? outcome.revision : { code: outcome.error.code, actualRevision: outcome.error.actualRevision },
  );
}

/** Where a subscription must start to see what is appended from now on. */
export async function fromNow(store: EventStore): Promise<{ readonly afterPosition?: number }> {
  const afterPosition = await store.lastPosition();
  return afterPosition === undefined ? {} : { afterPosition };
}

/** Batches until the condition holds after one of them; closes the subscription. */
export async function batchesUntil(
  subscription: Subscription,
  isEnough: (batches: readonly SubscriptionBatch[]) => boolean,
): Promise<SubscriptionBatch[]> {
  const batches: SubscriptionBatch[] = [];
  for await (const batch of subscription) {
    batches.push(batch);
    if (isEnough(batches)) break;
  }
  await subscription.close();
  return batches;
}

/** Events of the given streams, whatever others write meanwhile. */
export function eventsOf(batches: readonly SubscriptionBatch[], streamNames: readonly string[]): RecordedEvent[] {
  return batches.flatMap((batch) => batch.events).filter((event) => streamNames.includes(event.streamName));
}
