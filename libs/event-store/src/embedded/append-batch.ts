import type { AppendOutcome } from '../event-store.ts';
import type { SerialisedAppend } from '../serialised-append.ts';

/** Appends that came in one call and are answered together, though not all need go with one flush. */
export class AppendBatch {
  readonly #outcomes: AppendOutcome[];
  readonly #resolve: (outcomes: readonly AppendOutcome[]) => void;
  #missing: number;

  constructor(count: number, resolve: (outcomes: readonly AppendOutcome[]) => void) {
    this.#outcomes = new Array<AppendOutcome>(count);
    this.#missing = count;
    this.#resolve = resolve;
    if (count === 0) resolve(this.#outcomes);
  }

  settle(place: number, outcome: AppendOutcome): void {
    this.#outcomes[place] = outcome;
    if (--this.#missing === 0) this.#resolve(this.#outcomes);
  }
}

/** One that waits for its flush, and where its outcome goes. */
export interface WaitingAppend {
  readonly append: SerialisedAppend;
  readonly batch: AppendBatch;
  readonly place: number;
}
