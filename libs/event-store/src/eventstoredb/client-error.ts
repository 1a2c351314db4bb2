import type { ErrorType } from '@eventstore/db-client';
import { EventStoreError } from '../event-store.ts';
import { placeOf } from './places.ts';
import { TimeIsUp } from './within.ts';

/** What was being done: an append may have been carried out although it failed, a mere call was not. */
export type Attempt = 'append' | 'call';

type Kind = `${ErrorType}` | undefined;

/** gRPC status codes that no repetition mends. */
const INVALID_ARGUMENT = 3;
/** The client's own limit has this code, the server's has none. */
const DEADLINE_EXCEEDED = 4;
const PERMISSION_DENIED = 7;
const UNAUTHENTICATED = 16;

/** A node's own answer to one append that it did not take up; the client knows no type for these. */
const NOT_TAKEN_UP = /^(?:Could not recognize )?(?:Server Is Not Ready|Server Is Busy|No leader info)/;

/**
 * What a failure of the client means. Both the type and the gRPC code are looked at: while a server is down, the
 * client throws plain errors without a type. Whatever broke the connection says nothing about an append that was
 * under way, because one broken connection fails all appends in flight: those are `outcomeUnknown`.
 */
export function clientErrorOf(cause: unknown, attempt: Attempt): EventStoreError {
  if (cause instanceof EventStoreError) return cause;
  const { type, code, message } = factsOf(cause);
  if (type === 'wrong-expected-version') return wrongExpectedRevision(cause);
  if (type === 'stream-deleted') return new EventStoreError('streamDeleted', 'The stream was deleted for good');
  if (type === 'maximum-append-size-exceeded') {
    return new EventStoreError('appendTooLarge', 'The append is larger than EventStoreDB takes');
  }
  if (isAccessDenied(type, code)) {
    return new EventStoreError('unavailable', 'EventStoreDB refuses these credentials', { cause });
  }
  if (attempt === 'append' && !NOT_TAKEN_UP.test(message)) {
    return new EventStoreError('outcomeUnknown', `EventStoreDB did not say what became of the append${told(cause)}`, {
      cause,
    });
  }
  return new EventStoreError('unavailable', `EventStoreDB did not answer${told(cause)}`, { cause });
}

/** Whether asking again cannot help: the position is none, or we may not read. */
export function isHopeless(cause: unknown): boolean {
  if (cause instanceof EventStoreError) return cause.code === 'damaged' || isHopelessClientError(cause.cause);
  return isHopelessClientError(cause);
}

/**
 * The server itself gave up waiting for the append to be carried out. That is how it answers, seconds later, whoever
 * repeats an append that is still under way; asked again, it knows.
 */
export function isTimeoutOfServer(cause: unknown): boolean {
  const { type, code } = factsOf(cause);
  return type === 'timeout' || (type === 'deadline-exceeded' && code !== DEADLINE_EXCEEDED);
}

export function isStreamNotFound(cause: unknown): boolean {
  return factsOf(cause).type === 'stream-not-found';
}

function isHopelessClientError(cause: unknown): boolean {
  const { type, code } = factsOf(cause);
  return code === INVALID_ARGUMENT || isAccessDenied(type, code);
}

function isAccessDenied(type: Kind, code: number | undefined): boolean {
  return type === 'access-denied' || code === PERMISSION_DENIED || code === UNAUTHENTICATED;
}

function wrongExpectedRevision(cause: unknown): EventStoreError {
  const { actualVersion } = cause as { actualVersion?: bigint | string };
  return new EventStoreError('wrongExpectedRevision', 'The stream is not at the expected revision', {
    actualRevision: typeof actualVersion === 'bigint' ? placeOf(actualVersion) : 'noStream',
  });
}

function told(cause: unknown): string {
  if (cause instanceof TimeIsUp) return ' in time';
  const { code } = factsOf(cause);
  return code === undefined ? '' : ` (gRPC status ${code})`;
}

function factsOf(cause: unknown): { type: Kind; code: number | undefined; message: string } {
  const { type, code, message } = (cause ?? {}) as { type?: Kind; code?: unknown; message?: unknown };
  return {
    type,
    code: typeof code === 'number' ? code : undefined,
    message: typeof message === 'string' ? message : '',
  };
}
