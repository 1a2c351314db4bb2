import { PreparedQuery } from '../prepared-query.ts';
import type { ReadModelDatabase } from '../read-model-database.ts';

/** How often the position is looked at while somebody waits for it, in milliseconds. */
const POLL_MS = 5;

interface Waiter {
  readonly position: number;
  readonly settle: (reached: boolean) => void;
}

/** How far the read models have come. The projector runs in another thread, so waiting is looking again. */
export class ProjectedPosition {
  readonly #database: ReadModelDatabase;
  readonly #current: PreparedQuery<object, { readonly position: number | null }>;
  readonly #waiters = new Set<Waiter>();
  #polling = false;

  readonly #onWait: () => void;

  /** @param onWait called each time before it is looked at again for somebody who waits: lets a projector hurry. */
  constructor(database: ReadModelDatabase, onWait: () => void = () => undefined) {
    this.#database = database;
    this.#onWait = onWait;
    this.#current = new PreparedQuery(() => database.query.selectFrom('projection_progress').select('position'));
  }

  /** Position of the last event projected, `undefined` before the first. */
  async position(): Promise<number | undefined> {
    const [row] = await this.#current.run(this.#database.query, {});
    return row?.position ?? undefined;
  }

  /** @returns Whether the position was reached within `timeoutMs` milliseconds. All waiters share one poll. */
  async waitForPosition(position: number, timeoutMs: number): Promise<boolean> {
    const now = await this.position();
    if (now !== undefined && now >= position) return true;
    if (timeoutMs <= 0) return false;
    return new Promise((resolve) => {
      const waiter: Waiter = {
        position,
        settle: (reached) => {
          clearTimeout(timer);
          this.#waiters.delete(waiter);
          resolve(reached);
        },
      };
      const timer = setTimeout(() => waiter.settle(false), timeoutMs);
      this.#waiters.add(waiter);
      this.#pollLater();
    });
  }

  #pollLater(): void {
    if (this.#polling || this.#waiters.size === 0) return;
    this.#polling = true;
    this.#onWait();
    setTimeout(() => void this.#poll(), POLL_MS);
  }

  /** A failed look is no answer: the waiters' own time limits end the wait. */
  async #poll(): Promise<void> {
    const position = await this.position().catch(() => undefined);
    this.#polling = false;
    if (position !== undefined) {
      for (const waiter of this.#waiters) if (waiter.position <= position) waiter.settle(true);
    }
    this.#pollLater();
  }
}
