import Database from 'better-sqlite3';

const SAMPLE_EVERY_MS = 5;
/** Beyond this nobody waits: the projection stands still. */
const DRAIN_MS_MAX = 60_000;

/**
 * From the acknowledgement of a record until it can be read: looks at the position the read models' file tells, every
 * few milliseconds, on a connection of its own.
 */
export class ProjectionLag {
  readonly #database: Database.Database;
  readonly #position: Database.Statement<[], number | null>;
  readonly #timer: NodeJS.Timeout;
  readonly #lags: number[] = [];
  #open: { readonly position: number; readonly at: number }[] = [];
  #reached = 0;
  #onDrained: (() => void) | undefined;

  constructor(readModelsFile: string) {
    this.#database = new Database(readModelsFile, { readonly: true });
    this.#position = this.#database.prepare<[], number>('SELECT position FROM projection_progress').pluck();
    this.#timer = setInterval(() => this.#look(), SAMPLE_EVERY_MS);
  }

  acknowledged(position: number): void {
    if (position <= this.#reached) this.#lags.push(0);
    else this.#open.push({ position, at: performance.now() });
  }

  /** One lag for each acknowledgement, in milliseconds, when the last is known. @throws Error if one never ends */
  async drained(): Promise<readonly number[]> {
    let limit: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      limit = setTimeout(() => reject(new Error('The projection does not catch up.')), DRAIN_MS_MAX);
      this.#onDrained = resolve;
    }).finally(() => {
      clearTimeout(limit);
      this.close();
    });
    return this.#lags;
  }

  /** Look no more. */
  close(): void {
    clearInterval(this.#timer);
    this.#database.close();
  }

  #look(): void {
    this.#reached = this.#position.get() ?? 0;
    const now = performance.now();
    this.#open = this.#open.filter(({ position, at }) => {
      if (position > this.#reached) return true;
      this.#lags.push(now - at);
      return false;
    });
    if (this.#open.length === 0) this.#onDrained?.();
  }
}
