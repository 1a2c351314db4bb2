import { Injectable } from '@nestjs/common';

/** What time it is to the ledger itself. Order never depends on it: that is the position's. */
@Injectable()
export class Clock {
  /** RFC 3339 in UTC. */
  now(): string {
    return new Date().toISOString();
  }
}
