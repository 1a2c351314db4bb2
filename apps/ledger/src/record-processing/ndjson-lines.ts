import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';

/** One line of an NDJSON body, counted from 1. */
export interface NdjsonLine {
  readonly line: number;
  readonly text?: string;
  /** Why there is no text. Bytes that are no UTF-8 would all become the same sign, and different people one. */
  readonly fault?: 'tooLong' | 'notUtf8';
}

const NEWLINE = 0x0a;

/** The non-empty lines of a byte stream, in chunks of what has arrived, at most `countMax` at a time. Holds one line at most. */
export async function* ndjsonLines(
  body: Readable,
  { lineBytesMax, countMax }: { readonly lineBytesMax: number; readonly countMax: number },
): AsyncGenerator<NdjsonLine[]> {
  let line = 0;
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let chunk: NdjsonLine[] = [];

  const keep = (part: Buffer): void => {
    keptBytes += part.length;
    if (keptBytes <= lineBytesMax) kept.push(part);
    else kept = [];
  };
  const endLine = (): void => {
    line++;
    const tooLong = keptBytes > lineBytesMax;
    const bytes = Buffer.concat(kept);
    kept = [];
    keptBytes = 0;
    if (tooLong) chunk.push({ line, fault: 'tooLong' });
    else if (!isUtf8(bytes)) chunk.push({ line, fault: 'notUtf8' });
    else {
      const text = bytes.toString('utf8').trim();
      if (text !== '') chunk.push({ line, text });
    }
  };

  for await (const part of body as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = part.indexOf(NEWLINE); end >= 0; end = part.indexOf(NEWLINE, start)) {
      keep(part.subarray(start, end));
      endLine();
      start = end + 1;
      if (chunk.length < countMax) continue;
      yield chunk;
      chunk = [];
    }
    keep(part.subarray(start));
    if (chunk.length === 0) continue;
    yield chunk;
    chunk = [];
  }
  if (keptBytes > 0) endLine();
  if (chunk.length > 0) yield chunk;
}
