import type { Readable } from 'node:stream';

/** One line of an NDJSON body, counted from 1. Without `text` it was longer than allowed and was skipped. */
export interface NdjsonLine {
  readonly line: number;
  readonly text?: string;
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
    const text = tooLong ? undefined : Buffer.concat(kept).toString('utf8').trim();
    kept = [];
    keptBytes = 0;
    if (text === undefined) chunk.push({ line });
    else if (text !== '') chunk.push({ line, text });
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
