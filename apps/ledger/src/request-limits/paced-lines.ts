import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

const NEWLINE = 0x0a;

/**
 * The same stream, read no faster than its lines may be recorded: a stream cannot be told to come again later, so it is
 * slowed down.
 * @param charge counts lines that have come; how long to take no more, in milliseconds
 */
export const pacedLines = (body: Readable, charge: (lines: number) => number): Readable =>
  Readable.from(paced(body, charge), { objectMode: false });

async function* paced(body: Readable, charge: (lines: number) => number): AsyncGenerator<Buffer> {
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const waitMs = charge(newlinesIn(chunk));
    yield chunk;
    if (waitMs > 0) await delay(waitMs);
  }
}

function newlinesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
