import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject, StreamAppend } from './event-store.ts';
import { serialiseAppend } from './serialised-append.ts';

const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 1_000_000);

function appendOf(data: unknown): StreamAppend {
  const event = { id: '0190b5a0-0000-7000-8000-000000000000', type: 'T', data: data as JsonObject, metadata: {} };
  return { streamName: 's', expectedRevision: 'any', events: [event] };
}

function textOf(data: unknown): string | undefined {
  return serialiseAppend(appendOf(data)).events[0]?.data;
}

describe(`a serialised append (FC_SEED=${SEED})`, () => {
  it('carries any JSON object unchanged', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false }));
    fc.assert(
      fc.property(object, (data) => {
        expect(JSON.parse(textOf(data) ?? '')).toEqual(JSON.parse(JSON.stringify(data)));
      }),
      { seed: SEED },
    );
  });

  it('refuses whatever JSON would drop or rewrite, at any depth', () => {
    const strange = fc.constantFrom(
      undefined,
      1n,
      Number.NaN,
      Infinity,
      new Date(0),
      new Map(),
      new Set(),
      () => 0,
      Symbol('s'),
    );
    fc.assert(
      fc.property(strange, fc.nat(5), (value, depth) => {
        let data: unknown = { value };
        for (let level = 0; level < depth; level++) data = level % 2 === 0 ? { list: [data] } : { data };
        expect(() => textOf(data)).toThrow(expect.objectContaining({ code: 'invalidEvent' }));
      }),
      { seed: SEED },
    );
  });

  it('refuses nesting without end instead of overflowing', () => {
    let data: JsonObject = {};
    for (let depth = 0; depth < 200_000; depth++) data = { data };
    expect(() => textOf(data)).toThrow(expect.objectContaining({ code: 'invalidEvent' }));
  });

  it('counts bytes, not characters, against the largest size', () => {
    expect(serialiseAppend(appendOf({ text: 'x'.repeat(1_000_000) })).bytes).toBe(1_000_013);
    const wide = appendOf({ text: '用'.repeat(400_000) });
    expect(() => serialiseAppend(wide)).toThrow(expect.objectContaining({ code: 'appendTooLarge' }));
  });
});
