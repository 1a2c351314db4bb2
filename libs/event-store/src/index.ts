/**
 * The event store port and its adapters: streams of immutable events and one total order over them.
 * Generic over events: this library must never know what a data subject, a record or a key is.
 */
export * from './event-store.ts';
export { newEventOf } from './serialised-append.ts';
export { EmbeddedEventStore } from './embedded/embedded-event-store.ts';
export type { EmbeddedEventStoreOptions } from './embedded/embedded-event-store.ts';
export { copyEmbeddedLog } from './embedded/log-copy.ts';
export type { LogCopyOptions } from './embedded/log-copy.ts';
export { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store.ts';
export type { EventStoreDbEventStoreOptions } from './eventstoredb/eventstoredb-event-store.ts';
