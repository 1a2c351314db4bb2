/**
 * Remembers what was used lately, in two generations of half the size each: what is not asked for while a whole
 * generation fills is forgotten. An LRU list keeps exact order and moves an entry at each look, which was a tenth of the
 * time of sealing; nothing here needs the order.
 */
export class RecentMap<V> {
  readonly #generationSize: number;
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  /** @param countMax most entries remembered, at least 1 in each generation. */
  constructor(countMax: number) {
    this.#generationSize = Math.max(1, Math.floor(countMax / 2));
  }

  get(key: string): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#generationSize && !this.#young.has(key)) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
