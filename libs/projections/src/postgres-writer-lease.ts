import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresSessions } from './postgres-sessions.ts';
import { ProjectionError } from './projection-error.ts';

/** How often those who wait for the lease ask for it, in milliseconds. */
const POLL_MS = 500;
/** Signs of life while there is nothing to do, in one stall timeout. */
const HEARTBEATS = 4;

/**
 * The right to write, of one writer at a time: an advisory lock of the session through which it writes. Who loses the
 * session (killed, cut off, or stalled for so long that the server ended it) loses lock and open transaction in one, so
 * nobody can write on with a lease that another has by now. No clocks are compared.
 */
export class PostgresWriterLease {
  readonly #sessions: PostgresSessions;
  readonly #name: string;
  readonly #stallTimeoutMs: number;
  readonly #heartbeat: NodeJS.Timeout;
  #asked = false;
  #held = false;

  constructor(sessions: PostgresSessions, stallTimeoutMs: number) {
    this.#sessions = sessions;
    this.#name = `personal-data-ledger read models ${sessions.schema}`;
    this.#stallTimeoutMs = stallTimeoutMs;
    sessions.onSession(() => {
      this.#held = false;
    });
    this.#heartbeat = setInterval(() => this.#beat(), stallTimeoutMs / HEARTBEATS).unref();
  }

  /**
   * Resolves when it is held, or when `signal` is aborted.
   * @throws ProjectionError `unavailable`
   */
  async wait(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !(await this.take())) {
      await this.#endStalledCopy();
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** @returns Whether it is held now. @throws ProjectionError `unavailable` */
  async take(): Promise<boolean> {
    this.#asked = true;
    if (this.#held) {
      // A session that is gone without notice is found out here, and a new one does not hold the lock.
      await this.#sessions.query('select 1');
    }
    if (!this.#held) {
      const [lock] = await this.#sessions.query<{ readonly taken: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
        [this.#name],
      );
      this.#held = lock?.taken === true;
    }
    return this.#held;
  }

  /**
   * To be called in a transaction. Who never asked for the lease may write beside others, one after the other.
   * @throws ProjectionError `locked` when the lease was lost.
   */
  mustHold(): void {
    if (this.#asked && !this.#held) {
      throw new ProjectionError('locked', 'The right to write the read models was lost to another projector.');
    }
  }

  close(): void {
    clearInterval(this.#heartbeat);
  }

  /**
   * The server ends a session that is idle for too long, but not one that stalled while it was sending rows: that one
   * counts as busy for ever. So those who wait do it, by the server's clock alone.
   */
  async #endStalledCopy(): Promise<void> {
    await this.#sessions.query(
      `select pg_terminate_backend(a.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and l.granted and l.objsubid = 1 and a.datname = current_database()
         and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended($1, 0)
         and a.state = 'active' and a.wait_event = 'ClientRead'
         and clock_timestamp() - a.query_start > make_interval(secs => $2 / 1000.0)`,
      [this.#name, this.#stallTimeoutMs],
    );
  }

  #beat(): void {
    if (this.#held && this.#sessions.isIdle) this.#sessions.query('select 1').catch(() => undefined);
  }
}
