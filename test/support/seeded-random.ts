import { randomInt } from 'node:crypto';

/** The same numbers for the same seed (mulberry32). Not for secrets. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** From 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    const one = list[this.below(list.length)];
    if (one === undefined) throw new Error('Nothing to pick from.');
    return one;
  }

  /** A new list (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const at = this.below(last + 1);
      [shuffled[last], shuffled[at]] = [shuffled[at] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  /** A UUID of version 4. */
  uuid(): string {
    const digits = Array.from({ length: 32 }, () => this.below(16).toString(16));
    digits[12] = '4';
    digits[16] = '89ab'[this.below(4)] ?? '8';
    return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  }
}

/** `PDL_TEST_SEED` to replay a run; else a new one, printed so that it can be replayed. */
export function testSeed(what: string): number {
  const given = process.env['PDL_TEST_SEED'];
  const seed = given === undefined ? randomInt(1, 2 ** 31) : Number(given);
  process.stdout.write(`${what}: PDL_TEST_SEED=${seed}\n`);
  return seed;
}
