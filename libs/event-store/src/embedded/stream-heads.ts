export interface StreamHead {
  readonly streamId: number;
  /** Of the last event; -1 while the stream is being made. */
  revision: number;
}

/** Entries of one generation, about 200 bytes each. */
const GENERATION_SIZE_DEFAULT = 100_000;

/**
 * The heads of the streams that were written to last, in two generations: what is not asked for while a whole
 * generation fills is forgotten. An LRU list would keep exact order, and cost several times as much at each look.
 */
export class StreamHeads {
  #young = new Map<string, StreamHead>();
  #old = new Map<string, StreamHead>();
  readonly #generationSize: number;

  constructor(generationSize = GENERATION_SIZE_DEFAULT) {
    this.#generationSize = generationSize;
  }

  get(streamName: string): StreamHead | undefined {
    const young = this.#young.get(streamName);
    if (young !== undefined) return young;
    const old = this.#old.get(streamName);
    if (old !== undefined) this.set(streamName, old);
    return old;
  }

  set(streamName: string, head: StreamHead): void {
    if (this.#young.size >= this.#generationSize) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(streamName, head);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
