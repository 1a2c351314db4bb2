import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ndjsonValues } from './ndjson.ts';

async function* chunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (let turn = 0; from < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield await Promise.resolve(bytes.subarray(from, from + size));
    from += size;
  }
}

async function collect(values: AsyncIterable<unknown>): Promise<unknown[]> {
  const collected: unknown[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

describe('an NDJSON body', () => {
  it('reads the same however it is cut into chunks', async () => {
    const cases = fc.asyncProperty(
      fc.array(fc.record({ text: fc.string({ unit: 'binary' }), count: fc.integer() }), { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (values, sizes, endsWithNewline) => {
        const text = values.map((value) => JSON.stringify(value)).join('\n') + (endsWithNewline ? '\n' : '');
        const read = await collect(ndjsonValues(chunks(new TextEncoder().encode(text), sizes)));
        expect(read).toEqual(JSON.parse(JSON.stringify(values)));
      },
    );
    // A failure prints its seed; `FC_SEED` repeats it.
    const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
    await fc.assert(cases, { seed });
  });

  it('is refused where a line is cut off', async () => {
    const bytes = new TextEncoder().encode('{"a":1}\n{"b":');
    await expect(collect(ndjsonValues(chunks(bytes, [4])))).rejects.toMatchObject({ code: 'invalidAnswer' });
  });
});
