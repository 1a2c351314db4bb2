import { EventStoreError, type AppendOutcome, type StreamAppend } from '#libs/event-store';
import type { ReadModelPlace } from '#libs/projections';
import type { EventStorePlace } from '../projecting/projector-messages.ts';

/** What the assessor's thread is told when it starts. */
export interface AssessorStart {
  readonly eventStore: EventStorePlace;
  readonly readModels: ReadModelPlace;
}

/** What the assessor's thread tells or asks. Of a record nothing but its place. */
export type AssessorMessage =
  | { readonly kind: 'prepared' }
  /** The embedded log has one writer, which is not this thread. */
  | { readonly kind: 'append'; readonly id: number; readonly appends: readonly StreamAppend[] }
  | AssessorTrouble;

export type AssessorTrouble =
  | { readonly kind: 'unjudged'; readonly position: number; readonly type: string }
  | { readonly kind: 'retry'; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string };

/** What the assessor's thread is told while it runs. */
export type AssessorOrder =
  | { readonly kind: 'stop' }
  | { readonly kind: 'appended'; readonly id: number; readonly outcomes: readonly SentOutcome[] };

/** An error loses its class on the way between threads. */
export type SentOutcome =
  | { readonly ok: true; readonly revision: number; readonly position: number }
  | {
      readonly ok: false;
      readonly code: EventStoreError['code'];
      readonly message: string;
      readonly actualRevision?: number | 'noStream';
    };

export function sentOutcome(outcome: AppendOutcome): SentOutcome {
  if (outcome.ok) return { ok: true, revision: outcome.revision, position: outcome.position };
  const { code, message, actualRevision } = outcome.error;
  return { ok: false, code, message, ...(actualRevision === undefined ? {} : { actualRevision }) };
}

export function receivedOutcome(sent: SentOutcome): AppendOutcome {
  if (sent.ok) return sent;
  const { code, message, actualRevision } = sent;
  return {
    ok: false,
    error: new EventStoreError(code, message, actualRevision === undefined ? {} : { actualRevision }),
  };
}
