/**
 * Something about people, of those who were met last. Kept in two generations, so that meeting somebody again costs a look
 * and no more: when the younger one is full, the older one is given up, and it takes its place.
 */
export class RecentPeople<T> {
  readonly #eachMax: number;
  #younger = new Map<string, T>();
  #older = new Map<string, T>();

  /** @param countMax People remembered at most. */
  constructor(countMax: number) {
    this.#eachMax = Math.ceil(countMax / 2);
  }

  get(subjectId: string): T | undefined {
    const young = this.#younger.get(subjectId);
    if (young !== undefined) return young;
    const old = this.#older.get(subjectId);
    if (old !== undefined) this.set(subjectId, old);
    return old;
  }

  /** Those of one transaction must be fewer than are remembered. */
  set(subjectId: string, value: T): void {
    if (this.#younger.size >= this.#eachMax && !this.#younger.has(subjectId)) {
      this.#older = this.#younger;
      this.#younger = new Map();
    }
    this.#younger.set(subjectId, value);
  }

  clear(): void {
    this.#younger.clear();
    this.#older.clear();
  }
}
