import { EventStoreError } from '../event-store.ts';
import type { AppendOutcome, Appended } from '../event-store.ts';
import type { SerialisedAppend } from '../serialised-append.ts';
import { clientErrorOf } from './client-error.ts';
import { TimeIsUp } from './within.ts';

/** Where the bare client is fastest; more only wait inside it. */
const IN_FLIGHT_MAX = 256;
const IN_FLIGHT_BYTES_MAX = 16 * 1024 * 1024;
/** Some ten seconds' work; beyond it the caller is told to come back, before memory grows. */
const WAITING_MAX = 50_000;
const WAITING_BYTES_MAX = 128 * 1024 * 1024;

interface Job {
  readonly append: SerialisedAppend;
  readonly bytes: number;
  readonly settle: (outcome: AppendOutcome) => void;
  readonly timer: NodeJS.Timeout;
  state: 'waiting' | 'reaching' | 'sent' | 'settled';
}

export interface AppendServer {
  /** Rejects while the server cannot be reached; undefined when it was reached already. */
  readonly reach: () => Promise<unknown> | undefined;
  readonly send: (append: SerialisedAppend) => Promise<Appended>;
}

/**
 * Sends appends in the order given, as many at a time as the server is quick with. Each has one limit of time for
 * waiting and sending together: one that was still waiting was certainly not appended.
 */
export class AppendPipeline {
  readonly #server: AppendServer;
  readonly #callTimeoutMs: number;
  /** Those before `#first` are gone; taking them out one by one would move all the others each time. */
  #waiting: Job[] = [];
  #first = 0;
  #waitingBytes = 0;
  #inFlight = 0;
  #inFlightBytes = 0;

  constructor(server: AppendServer, callTimeoutMs: number) {
    this.#server = server;
    this.#callTimeoutMs = callTimeoutMs;
  }

  /** Never rejects. */
  run(append: SerialisedAppend): Promise<AppendOutcome> {
    const { bytes } = append;
    const isFull = this.#waiting.length - this.#first >= WAITING_MAX || this.#waitingBytes + bytes > WAITING_BYTES_MAX;
    if (isFull && this.#waitingBytes > 0) {
      const error = new EventStoreError('overloaded', 'More is waiting than EventStoreDB takes; try again later');
      return Promise.resolve({ ok: false, error });
    }
    return new Promise((settle) => {
      const timer = setTimeout(() => this.#expire(job), this.#callTimeoutMs);
      const job: Job = { append, bytes, settle, timer, state: 'waiting' };
      this.#waiting.push(job);
      this.#waitingBytes += bytes;
      this.#pump();
    });
  }

  #pump(): void {
    for (let job = this.#waiting[this.#first]; job !== undefined; job = this.#waiting[this.#first]) {
      if (job.state === 'waiting') {
        const isFull = this.#inFlight >= IN_FLIGHT_MAX || this.#inFlightBytes + job.bytes > IN_FLIGHT_BYTES_MAX;
        if (isFull && this.#inFlight > 0) break;
        this.#waitingBytes -= job.bytes;
        void this.#start(job);
      }
      this.#first++;
    }
    if (this.#first * 2 >= this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#first);
      this.#first = 0;
    }
  }

  async #start(job: Job): Promise<void> {
    job.state = 'reaching';
    this.#inFlight++;
    this.#inFlightBytes += job.bytes;
    try {
      const reaching = this.#server.reach();
      if (reaching !== undefined) await reaching;
      if (job.state !== 'reaching') return;
      job.state = 'sent';
      this.#settle(job, { ok: true, ...(await this.#server.send(job.append)) });
    } catch (cause) {
      this.#settle(job, { ok: false, error: clientErrorOf(cause, job.state === 'sent' ? 'append' : 'call') });
    }
  }

  #expire(job: Job): void {
    const cause = new TimeIsUp(`No answer within ${this.#callTimeoutMs} ms`);
    this.#settle(job, { ok: false, error: clientErrorOf(cause, job.state === 'sent' ? 'append' : 'call') });
  }

  /** A late answer to what has run out of time finds it settled. */
  #settle(job: Job, outcome: AppendOutcome): void {
    const { state } = job;
    if (state === 'settled') return;
    job.state = 'settled';
    clearTimeout(job.timer);
    job.settle(outcome);
    if (state === 'waiting') {
      this.#waitingBytes -= job.bytes;
      return;
    }
    this.#inFlight--;
    this.#inFlightBytes -= job.bytes;
    this.#pump();
  }
}
