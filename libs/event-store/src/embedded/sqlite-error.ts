import { EventStoreError } from '../event-store.ts';

/** Translate what SQLite throws into this library's error, naming the file and what is wrong with it. */
export function asEventStoreError(cause: unknown, file: string): EventStoreError {
  if (cause instanceof EventStoreError) return cause;
  const code = errorCode(cause);
  const reason = textOf(cause, 'message');
  if (code.startsWith('SQLITE_NOTADB')) {
    return new EventStoreError('damaged', `${file} is not an event log: it is no SQLite database`, { cause });
  }
  if (code.startsWith('SQLITE_CORRUPT')) {
    return new EventStoreError('damaged', `The event log ${file} is damaged or truncated: ${reason}`, { cause });
  }
  if (code === 'SQLITE_FULL') {
    return new EventStoreError('storageFull', `There is no space left for the event log ${file}`, { cause });
  }
  return new EventStoreError('unavailable', `The event log ${file} cannot be used: ${reason} (${code})`, { cause });
}

/** SQLite's code, as `SQLITE_IOERR_FSYNC`; empty for an error that has none. */
export function errorCode(cause: unknown): string {
  return textOf(cause, 'code');
}

/** By shape, because the native driver's errors may come from another realm than this module's `Error`. */
function textOf(cause: unknown, key: 'code' | 'message'): string {
  const found = typeof cause === 'object' && cause !== null ? Reflect.get(cause, key) : undefined;
  return typeof found === 'string' ? found : '';
}
