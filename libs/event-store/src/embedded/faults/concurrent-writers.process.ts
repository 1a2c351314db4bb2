import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { EmbeddedEventStore } from '../embedded-event-store.ts';

/**
 * A process of its own, to be killed: 24 writers append to streams of their own for ever, and each acknowledgement
 * is a line on standard output: stream, revision of the last event, ids.
 */
const WRITERS = 24;
const STDOUT = 1;

const store = await EmbeddedEventStore.open({ directory: process.argv[2] ?? '' });

async function write(writer: number): Promise<never> {
  const streamName = `writer-${randomUUID()}`;
  let expectedRevision: number | 'noStream' = 'noStream';
  for (;;) {
    const ids = Array.from({ length: 1 + (writer % 3) }, () => randomUUID());
    const events = ids.map((id) => ({ id, type: 'Written', data: { text: 'x'.repeat(500) }, metadata: {} }));
    const { revision } = await store.append({ streamName, expectedRevision, events });
    tell(`${JSON.stringify({ streamName, revision, ids })}\n`);
    expectedRevision = revision;
  }
}

/** At once, so that nothing is acknowledged that was not told. A pipe that is full takes no part of a short line. */
function tell(line: string): void {
  for (;;) {
    try {
      writeSync(STDOUT, line);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
