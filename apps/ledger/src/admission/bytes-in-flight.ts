/** How much memory requests hold between their first line and their answer, and how much they may. */
export class BytesInFlight {
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether so much more may come. One that is larger than all there may be is taken when it is alone. */
  hasRoomFor(bytes: number, own = 0): boolean {
    return this.#bytes === own || this.#bytes + bytes <= this.#bytesMax;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  giveBack(bytes: number): void {
    this.#bytes -= bytes;
  }
}
