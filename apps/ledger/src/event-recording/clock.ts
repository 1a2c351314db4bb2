import { Injectable } from '@nestjs/common';

/** What time it is to the ledger itself. Order never depends on it: that is the position's. */
@Injectable()
export class Clock {
  private latestMs = Date.now();

  /** RFC 3339 in UTC. */
  now(): string {
    return new Date().toISOString();
  }

  /**
   * Milliseconds since 1970, the latest it has ever been by this clock or by what the log tells: time that has passed stays
   * passed when the clock is set back.
   */
  latest(): number {
    this.latestMs = Math.max(this.latestMs, Date.now());
    return this.latestMs;
  }

  /** It has been so late, in RFC 3339. */
  hasBeen(instant: string): void {
    this.latestMs = Math.max(this.latestMs, Date.parse(instant));
  }
}
