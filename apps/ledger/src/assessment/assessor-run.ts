import { setTimeout as delay } from 'node:timers/promises';
import { PolicyVersionPublished } from '#libs/domain';
import type { EventStore, Subscription, SubscriptionBatch } from '#libs/event-store';
import type { AssessmentStates } from '#libs/projections';
import { ASSESSED_TYPES } from './assessed-types.ts';
import { Assessor } from './assessor.reactor.ts';

/** Large enough to spread the cost of a transaction and of appending thin. */
const BATCH_SIZE_MAX = 2_000;
/** Having caught up it lets so much come together, in milliseconds: where little comes, each event would cost a transaction. */
const GATHERING_MS = 20;
/** Pauses before it goes on from the kept position after a failure, in milliseconds: the last one repeats. */
const RETRY_PAUSES_MS = [50, 200, 1_000, 5_000];

export interface AssessorRunParts {
  readonly store: Pick<EventStore, 'subscribeToAll' | 'lastPosition'>;
  readonly states: AssessmentStates;
  /** The same each time. Asked for when there is something to judge: what it judges by takes a while to load. */
  readonly assessor: () => Assessor;
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
    const { store, states } = this.parts;
    await states.lead(this.closing.signal);
    if (this.closing.signal.aborted) return;
    let position = await states.position();
    const last = await store.lastPosition();
    if (await states.isUnpublished(position)) position = await this.awaitFirstPolicy(position, last);
    if (this.closing.signal.aborted) return;
    const assessor = this.parts.assessor();
    assessor.begin(last);
    for await (const batch of this.batches(ASSESSED_TYPES, position)) {
      await assessor.assess(batch.events, { from: position, to: batch.position });
      position = batch.position;
    }
  }

  /**
   * Where nobody has published a policy there is nothing to judge, and whatever came before the first one is not judged
   * later either: nothing else of the log is read.
   * @param last Last position of the log when it began to lead.
   * @returns the position after the first policy, or wherever it was when it was closed
   */
  private async awaitFirstPolicy(position: number | undefined, last: number | undefined): Promise<number | undefined> {
    const { states } = this.parts;
    for await (const batch of this.batches([PolicyVersionPublished.type], position)) {
      const [first] = batch.events;
      if (first !== undefined) {
        const assessor = this.parts.assessor();
        assessor.begin(last);
        await assessor.assess([first], { from: position, to: first.position });
        return first.position;
      }
      await states.passUnpublished({ from: position, to: batch.position });
      position = batch.position;
    }
    return position;
  }

  /** With news of where the log stands, until closed. */
  private async *batches(
    eventTypes: readonly string[],
    position: number | undefined,
  ): AsyncGenerator<SubscriptionBatch & { readonly position: number }, void> {
    const { signal } = this.closing;
    if (signal.aborted) return;
    const from = position === undefined ? {} : { afterPosition: position };
    const subscription = this.parts.store.subscribeToAll({ ...from, eventTypes, batchSizeMax: BATCH_SIZE_MAX });
    this.subscription = subscription;
    let reached = position;
    try {
      for await (const { position: at, ...batch } of subscription) {
        if (signal.aborted) return;
        if (at === undefined || at === reached) continue;
        reached = at;
        yield { ...batch, position: at };
        if (batch.caughtUp) await delay(GATHERING_MS, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      await subscription.close();
    }
  }
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : 'assessmentFault';
}
