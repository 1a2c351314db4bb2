import type { MessagePort } from 'node:worker_threads';
import type { Database as Connection } from 'better-sqlite3';
import { assertSound, lockForWriting, openForWriting } from './log-file.ts';
import { LogWriter } from './log-writer.ts';
import { asEventStoreError } from './sqlite-error.ts';
import type { Flush, FromWriter, ToWriter, WriterFailure } from './writer-messages.ts';

/**
 * The life of the writer's thread: take the lock, check the log, say `ready`, then answer each flush in order
 * until told to close. The lock is let go last. `open` stands for `openForWriting`, to try what happens when
 * the file fails.
 */
export function serveWriter(port: MessagePort | null, file: string, open = openForWriting): void {
  if (port === null) throw new Error('The writer runs in a thread of its own');
  const send = (message: FromWriter): void => port.postMessage(message);
  let lock: Connection | undefined;
  try {
    lock = lockForWriting(file);
    const writer = startWriter(file, open);
    port.on('message', (message: ToWriter) => {
      if ('flush' in message) {
        send(answer(writer, message.flush, file));
        return;
      }
      writer.close();
      lock?.close();
      port.close();
    });
    send({ kind: 'ready' });
  } catch (cause) {
    lock?.close();
    send({ kind: 'refused', failure: failureOf(cause, file) });
  }
}

/** The log is checked before the first write to it, and not again when it is reopened after a failure. */
function startWriter(file: string, open: typeof openForWriting): LogWriter {
  const db = open(file);
  try {
    assertSound(db, file);
  } finally {
    db.close();
  }
  return new LogWriter(file, () => open(file));
}

function answer(writer: LogWriter, flush: Flush, file: string): FromWriter {
  const { flushId } = flush;
  try {
    return { kind: 'flushed', flushId, outcomes: writer.flush(flush) };
  } catch (cause) {
    return { kind: 'flushFailed', flushId, failure: failureOf(cause, file) };
  }
}

function failureOf(cause: unknown, file: string): WriterFailure {
  const { code, message } = asEventStoreError(cause, file);
  return { code, message };
}
