/**
 * Lets through so much a second on average, and a burst of `capacity`. What costs more than the whole capacity is let
 * through when the bucket is full, and leaves a debt, so that a batch is never refused for ever.
 */
export class TokenBucket {
  readonly #capacity: number;
  readonly #perSecond: number;
  #tokens: number;
  #filledAt: number;

  /** @param nowMs milliseconds that never go backwards. */
  constructor({ capacity, perSecond }: { readonly capacity: number; readonly perSecond: number }, nowMs: number) {
    this.#capacity = capacity;
    this.#perSecond = perSecond;
    this.#tokens = capacity;
    this.#filledAt = nowMs;
  }

  /** @returns 0 when taken, else the milliseconds until it can be; nothing is taken then. */
  take(cost: number, nowMs: number): number {
    this.#fill(nowMs);
    const missing = Math.min(cost, this.#capacity) - this.#tokens;
    if (missing > 0) return (missing / this.#perSecond) * 1_000;
    this.#tokens -= cost;
    return 0;
  }

  /** Takes in any case. @returns the milliseconds until the debt is paid; 0 when there is none. */
  charge(cost: number, nowMs: number): number {
    this.#fill(nowMs);
    this.#tokens -= cost;
    return Math.max(0, (-this.#tokens / this.#perSecond) * 1_000);
  }

  #fill(nowMs: number): void {
    const gained = ((nowMs - this.#filledAt) / 1_000) * this.#perSecond;
    this.#tokens = Math.min(this.#capacity, this.#tokens + gained);
    this.#filledAt = nowMs;
  }
}
