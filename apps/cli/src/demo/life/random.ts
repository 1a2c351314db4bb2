/** Golden-ratio increment of mulberry32 (Tommy Ettinger, public domain). */
const INCREMENT = 0x6d2b79f5;
/** FNV-1a, 32 bits: offset basis and prime. */
const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Numbers that look random and are the same for the same seed on every machine. Fine for inventing people,
 * never for secrets.
 */
export class Random {
  private readonly seed: number;
  private state: number;

  constructor(seed: number) {
    this.seed = seed >>> 0;
    this.state = this.seed;
  }

  /** A source of its own, so that one company's life does not change when another draws a number more. */
  fork(label: string): Random {
    let hash = FNV_BASIS ^ this.seed;
    for (const character of label) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), FNV_PRIME);
    return new Random(hash);
  }

  /** At least 0, below 1. */
  fraction(): number {
    this.state = (this.state + INCREMENT) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number, both bounds included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** True with the probability given, 0 to 1. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.whole(0, from.length - 1)] ?? from[0];
  }

  /** Each item with the probability given, in order. */
  some<T>(from: readonly T[], probability: number): T[] {
    return from.filter(() => this.chance(probability));
  }

  /** UUID of version 4 (RFC 9562 §5.4). */
  uuid(): string {
    const digits = Array.from({ length: 8 }, () => this.whole(0, 0xffff).toString(16).padStart(4, '0')).join('');
    const variant = '89ab'[this.whole(0, 3)] ?? '8';
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `${variant}${digits.slice(17, 20)}`,
      digits.slice(20),
    ].join('-');
  }
}
