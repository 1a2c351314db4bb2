/** An item that waits to be carried out; `weight` counts in whatever `weightMax` does. */
export interface Weighted {
  readonly weight: number;
}

/**
 * Collects what is added during one turn of the event loop and hands it over together, one group at a time.
 * No timer: a lone item waits for the next turn only, and while a group is carried out the next one gathers.
 */
export class GroupCommit<T extends Weighted> {
  readonly #carryOut: (group: readonly T[]) => Promise<void>;
  readonly #weightMax: number;
  #waiting: T[] = [];
  #running: Promise<void> | undefined;

  /**
   * @param carryOut must not reject: each item carries its own way to fail.
   * @param weightMax of a group; a heavier item goes alone.
   */
  constructor(carryOut: (group: readonly T[]) => Promise<void>, weightMax: number) {
    this.#carryOut = carryOut;
    this.#weightMax = weightMax;
  }

  add(item: T): void {
    this.#waiting.push(item);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing is waiting or under way. */
  async drain(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      // The turn ends here, also between two groups, so that others on the event loop get their share.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#carryOut(this.#take());
    }
    this.#running = undefined;
  }

  #take(): readonly T[] {
    let count = 0;
    let weight = 0;
    for (const item of this.#waiting) {
      weight += item.weight;
      if (count > 0 && weight > this.#weightMax) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
