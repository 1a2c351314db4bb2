import { LRUCache } from 'lru-cache';
import type { Metrics } from '../operations/metrics.ts';
import type { Settings } from '../settings/index.ts';
import { limitRefusal } from './limit-refusal.ts';
import { TokenBucket } from './token-bucket.ts';

/** How many credentials are kept account of; one that was idle longest starts afresh. About 300 bytes each. */
const CREDENTIALS_COUNT_MAX = 10_000;

export type RequestLimitsSettings = Pick<Settings, 'requestsPerSecondMax' | 'recordsPerMinuteMax'>;

interface Account {
  readonly requests: TokenBucket | undefined;
  readonly records: TokenBucket | undefined;
}

/** What each credential may send. Kept in this process only. */
export class RequestLimits {
  readonly #settings: RequestLimitsSettings;
  readonly #metrics: Pick<Metrics, 'countLimited'>;
  readonly #now: () => number;
  readonly #accounts = new LRUCache<string, Account>({ max: CREDENTIALS_COUNT_MAX });

  /** @param now milliseconds that never go backwards. */
  constructor(
    settings: RequestLimitsSettings,
    metrics: Pick<Metrics, 'countLimited'>,
    now: () => number = () => performance.now(),
  ) {
    this.#settings = settings;
    this.#metrics = metrics;
    this.#now = now;
  }

  get limitsRecords(): boolean {
    return this.#settings.recordsPerMinuteMax > 0;
  }

  /** @throws ProblemError `tooManyRequests` */
  admitRequest(credentialId: string): void {
    const waitMs = this.#account(credentialId).requests?.take(1, this.#now()) ?? 0;
    if (waitMs === 0) return;
    this.#metrics.countLimited('requests');
    throw limitRefusal('requests', waitMs);
  }

  /** All of a batch or nothing. @throws ProblemError `tooManyRequests` */
  admitRecords(credentialId: string, count: number): void {
    const waitMs = this.#account(credentialId).records?.take(count, this.#now()) ?? 0;
    if (waitMs === 0) return;
    this.#metrics.countLimited('records');
    throw limitRefusal('records', waitMs);
  }

  /** For records that have come already. @returns how long to take no more, in milliseconds. */
  chargeRecords(credentialId: string, count: number): number {
    return this.#account(credentialId).records?.charge(count, this.#now()) ?? 0;
  }

  #account(credentialId: string): Account {
    const known = this.#accounts.get(credentialId);
    if (known !== undefined) return known;
    const { requestsPerSecondMax: requests, recordsPerMinuteMax: records } = this.#settings;
    const account = { requests: this.#bucket(requests, requests), records: this.#bucket(records, records / 60) };
    this.#accounts.set(credentialId, account);
    return account;
  }

  #bucket(capacity: number, perSecond: number): TokenBucket | undefined {
    return capacity === 0 ? undefined : new TokenBucket({ capacity, perSecond }, this.#now());
  }
}
