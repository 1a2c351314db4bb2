import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore, Subscription } from '#libs/event-store';
import type { AssessmentStates } from '#libs/projections';
import { Assessor } from './assessor.reactor.ts';

/** Large enough to spread the cost of a transaction and of appending thin. */
const BATCH_SIZE_MAX = 2_000;
/** Pauses before it goes on from the kept position after a failure, in milliseconds: the last one repeats. */
const RETRY_PAUSES_MS = [50, 200, 1_000, 5_000];

export interface AssessorRunParts {
  readonly store: Pick<EventStore, 'subscribeToAll' | 'lastPosition'>;
  readonly states: AssessmentStates;
  readonly assessor: Assessor;
  readonly onRetry?: (code: string) => void;
}

/** Follows the log for the assessor, one at a time among all that run: who leads goes on where the position was kept. */
export class AssessorRun {
  private readonly closing = new AbortController();
  private subscription: Subscription | undefined;
  private running: Promise<void> | undefined;

  private readonly parts: AssessorRunParts;

  constructor(parts: AssessorRunParts) {
    this.parts = parts;
  }

  /** Until closed. */
  async run(): Promise<void> {
    this.running ??= this.followForEver();
    return this.running;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.subscription?.close();
    await this.running?.catch(() => undefined);
  }

  /** Whatever fails leaves the kept position as it was, so that going on from there loses nothing and says nothing twice. */
  private async followForEver(): Promise<void> {
    for (let failures = 0; !this.closing.signal.aborted;) {
      const begun = performance.now();
      try {
        await this.follow();
      } catch (error) {
        if (this.closing.signal.aborted) return;
        this.parts.onRetry?.(codeOf(error));
        // One that worked for a while has recovered from what failed before.
        failures = performance.now() - begun > 10_000 ? 0 : failures;
        const pause = RETRY_PAUSES_MS[Math.min(failures, RETRY_PAUSES_MS.length - 1)];
        failures += 1;
        await delay(pause, undefined, { signal: this.closing.signal }).catch(() => undefined);
      }
    }
  }

  private async follow(): Promise<void> {
    const { store, states, assessor } = this.parts;
    await states.lead(this.closing.signal);
    if (this.closing.signal.aborted) return;
    let position = await states.position();
    assessor.begin(await store.lastPosition());
    this.subscription = store.subscribeToAll({
      ...(position === undefined ? {} : { afterPosition: position }),
      batchSizeMax: BATCH_SIZE_MAX,
    });
    try {
      for await (const batch of this.subscription) {
        if (this.closing.signal.aborted) return;
        if (batch.position === undefined || batch.position === position) continue;
        await assessor.assess(batch.events, { from: position, to: batch.position });
        position = batch.position;
      }
    } finally {
      await this.subscription.close();
    }
  }
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'assessmentFault';
}
