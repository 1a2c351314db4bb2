import type { ReadModelPlace } from '#libs/projections';
import type { TracePlace } from '../tracing/index.ts';

/** Which log, and how to reach it from another thread: an open store cannot be handed over. */
export type EventStorePlace =
  /** Opened read-only beside the writer. */
  { readonly directory: string } | { readonly connectionString: string };

/** What the projector's thread is told when it starts. */
export interface ProjectorStart {
  readonly eventStore: EventStorePlace;
  readonly readModels: ReadModelPlace;
  /** See `ProjectorOptions`. */
  readonly gatherMs: number;
  readonly traces?: TracePlace | undefined;
}

/** What the projector's thread tells. Nothing of an event but its place. */
export type ProjectorMessage =
  | { readonly kind: 'prepared' }
  | { readonly kind: 'parked'; readonly position: number; readonly type: string; readonly reason: string }
  | { readonly kind: 'retry'; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string };

/** What it can be told: to finish, or that somebody waits for what was recorded last. */
export const STOP = 'stop';
export const HURRY = 'hurry';
