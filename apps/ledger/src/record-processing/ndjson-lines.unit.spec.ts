import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { ndjsonLines, type NdjsonLine } from './ndjson-lines.ts';

async function read(parts: readonly string[], lineBytesMax = 100, countMax = 500): Promise<NdjsonLine[][]> {
  const chunks: NdjsonLine[][] = [];
  const body = Readable.from(parts.map((part) => Buffer.from(part)));
  for await (const chunk of ndjsonLines(body, { lineBytesMax, countMax })) chunks.push(chunk);
  return chunks;
}

describe('lines of an NDJSON body', () => {
  it('joins what arrives in pieces, also within a character', async () => {
    const bytes = Buffer.from('{"a":"å"}\n{"b":1}');
    const cut = bytes.indexOf(0xc3) + 1;
    const body = Readable.from([bytes.subarray(0, cut), bytes.subarray(cut)]);
    const lines: NdjsonLine[] = [];
    for await (const chunk of ndjsonLines(body, { lineBytesMax: 100, countMax: 9 })) lines.push(...chunk);
    expect(lines).toEqual([
      { line: 1, text: '{"a":"å"}' },
      { line: 2, text: '{"b":1}' },
    ]);
  });

  it('counts empty lines and leaves them out', async () => {
    expect(await read(['\n\r\n1\n\n2\n'])).toEqual([
      [
        { line: 3, text: '1' },
        { line: 5, text: '2' },
      ],
    ]);
  });

  it('skips a line that is too long, whether it ends or not, and goes on', async () => {
    const long = 'x'.repeat(60);
    expect(await read([`1\n${long}`, `${long}\n2\n`, long, long])).toEqual([
      [{ line: 1, text: '1' }],
      [
        { line: 2, fault: 'tooLong' },
        { line: 3, text: '2' },
      ],
      [{ line: 4, fault: 'tooLong' }],
    ]);
  });

  it('says of a line that is not UTF-8 that it is not, and goes on', async () => {
    const body = Readable.from([Buffer.from('"a"\n"'), Buffer.from([0xcd, 0xf5]), Buffer.from('"\n"b"\n')]);
    const lines: NdjsonLine[] = [];
    for await (const chunk of ndjsonLines(body, { lineBytesMax: 100, countMax: 9 })) lines.push(...chunk);
    expect(lines).toEqual([
      { line: 1, text: '"a"' },
      { line: 2, fault: 'notUtf8' },
      { line: 3, text: '"b"' },
    ]);
  });

  it('yields no more lines at once than asked for', async () => {
    expect((await read(['1\n2\n3\n4\n5'], 100, 2)).map((chunk) => chunk.length)).toEqual([2, 2, 1]);
  });
});
