import type { RawKey } from './raw-key.ts';
import type { KeyName } from './vault-storage.ts';

/** By compartment and subject: both are strings that exist already, where a joined name would be made for each look. */
type Generation = Map<string, Map<string, RawKey>>;

/** Data keys that were used lately, in two generations as in `RecentMap`. */
export class RecentKeys {
  readonly #generationSize: number;
  #young: Generation = new Map();
  #old: Generation = new Map();
  #youngCount = 0;

  /** @param countMax most keys remembered, at least 1 in each generation. */
  constructor(countMax: number) {
    this.#generationSize = Math.max(1, Math.floor(countMax / 2));
  }

  get(name: KeyName): RawKey | undefined {
    const { compartment, subjectId } = name;
    const young = this.#young.get(compartment)?.get(subjectId);
    if (young !== undefined) return young;
    const old = this.#old.get(compartment)?.get(subjectId);
    if (old !== undefined) this.set(name, old);
    return old;
  }

  set({ compartment, subjectId }: KeyName, key: RawKey): void {
    if (this.#young.get(compartment)?.has(subjectId) !== true) this.#makeRoom();
    let ofCompartment = this.#young.get(compartment);
    if (ofCompartment === undefined) this.#young.set(compartment, (ofCompartment = new Map()));
    ofCompartment.set(subjectId, key);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
    this.#youngCount = 0;
  }

  #makeRoom(): void {
    if (this.#youngCount >= this.#generationSize) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngCount = 0;
    }
    this.#youngCount += 1;
  }
}
