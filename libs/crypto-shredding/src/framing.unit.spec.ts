import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frame } from './framing.ts';

const SEED = Number(process.env.FC_SEED ?? 20_261_122);

describe('frame', () => {
  it(`gives different bytes for different lists of strings (FC_SEED=${SEED})`, () => {
    // Few different characters, so that collisions would be found: digits and marks of the framing itself, lone surrogates.
    const part = fc.array(fc.constantFrom('0', '1', '2', ':', 'x', 'a', '\ud800', '\udc00', '\ufffd'), {
      maxLength: 4,
    });
    const list = fc.array(
      part.map((units) => units.join('')),
      { maxLength: 4 },
    );
    const bytes = (parts: readonly string[]) => Buffer.from(frame(parts), 'utf8').toString('hex');
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(bytes(a) === bytes(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { seed: SEED, numRuns: 5_000 },
    );
  });

  it('writes the length before each part', () => {
    expect(frame(['ab', '', '你'])).toBe('2:ab0:1:你');
  });
});
