import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type InputLine, type LineBatch, lineBatches, type LineBatchLimits } from './input-lines.ts';

const WIDE: LineBatchLimits = { linesMax: 1_000, bytesMax: 1_000_000, lineBytesMax: 1_000_000 };

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) {
    yield await Promise.resolve(bytes.subarray(from, from + size));
  }
}

async function read(text: string | Buffer, limits: LineBatchLimits = WIDE, size = 7): Promise<readonly LineBatch[]> {
  const batches: LineBatch[] = [];
  for await (const batch of lineBatches(chunks(Buffer.from(text), size), limits)) batches.push(batch);
  return batches;
}

const linesOf = (batches: readonly LineBatch[]): readonly InputLine[] => batches.flatMap(({ lines }) => lines);

describe('lines of an input', () => {
  it('are numbered from 1, empty ones counted and passed over', async () => {
    expect(await read('a\n\nbc\r\n  \nd')).toEqual([
      {
        lines: [
          { line: 1, text: 'a' },
          { line: 3, text: 'bc' },
          { line: 5, text: 'd' },
        ],
        end: { byteOffset: 11, line: 5 },
      },
    ]);
  });

  it('come in batches that end where the next begins', async () => {
    const batches = await read('a\nb\nc\nd\ne\n', { ...WIDE, linesMax: 2 });
    expect(batches.map(({ end }) => end)).toEqual([
      { byteOffset: 4, line: 2 },
      { byteOffset: 8, line: 4 },
      { byteOffset: 10, line: 5 },
    ]);
  });

  it('fill a batch by bytes, too', async () => {
    const batches = await read('aaaa\nbbbb\ncccc\n', { ...WIDE, bytesMax: 6 });
    expect(batches.map(({ lines }) => lines.map(({ line }) => line))).toEqual([[1, 2], [3]]);
  });

  it('without text when too long, and the rest goes on', async () => {
    expect(linesOf(await read(`${'x'.repeat(50)}\nb\n`, { ...WIDE, lineBytesMax: 10 }))).toEqual([
      { line: 1 },
      { line: 2, text: 'b' },
    ]);
  });

  it('leave out a byte order mark', async () => {
    expect(linesOf(await read('\ufeff{}\n'))).toEqual([{ line: 1, text: '{}' }]);
  });

  it('tell the end of a file of nothing but empty lines', async () => {
    expect(await read('\n\n')).toEqual([{ lines: [], end: { byteOffset: 2, line: 2 } }]);
    expect(await read('')).toEqual([]);
  });

  it('are the same from any batch on, however the bytes arrive', async () => {
    const cases = fc.asyncProperty(
      fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constant('')), { maxLength: 30 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 5 }),
      async (texts, size, linesMax) => {
        const bytes = Buffer.from(texts.map((text) => text.replaceAll('\n', ' ')).join('\n'));
        const whole = await read(bytes, { ...WIDE, linesMax }, size);
        for (const [place, { end }] of whole.entries()) {
          const rest: LineBatch[] = [];
          const from = chunks(bytes.subarray(end.byteOffset), size);
          for await (const batch of lineBatches(from, { ...WIDE, linesMax }, end)) rest.push(batch);
          expect(linesOf(rest)).toEqual(linesOf(whole.slice(place + 1)));
        }
      },
    );
    // A failure prints its seed; `FC_SEED` repeats it.
    const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
    await fc.assert(cases, { seed });
  });
});
