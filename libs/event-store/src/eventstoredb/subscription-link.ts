import type { AllStreamResolvedEvent, AllStreamSubscription, Position } from '@eventstore/db-client';
import { EventStoreError } from '../event-store.ts';
import { checkpointPlace } from './places.ts';
import { within } from './within.ts';

/** A delivery waits so long for more, because a consumer is faster with many at once. */
const GATHERING_MS_MAX = 25;
/** Events that were waiting at the server follow each other more closely than this. */
const QUIET_MS = 2;

/** Something the server said between two events. `after` is the number of events before it. */
type Mark =
  | { readonly after: number; readonly kind: 'caughtUp' | 'fellBehind' }
  | { readonly after: number; readonly kind: 'checkpoint'; readonly position: number };

export interface LinkDelivery {
  readonly events: readonly AllStreamResolvedEvent[];
  /** The highest checkpoint that lies behind these events and those before. */
  readonly checkpoint: number | undefined;
  /** Whether the server had nothing more waiting. */
  readonly isLive: boolean;
}

export interface Portion {
  readonly countMax: number;
  /** Ends a portion early; in the unit of `weigh`. */
  readonly weightMax: number;
  readonly weigh: (event: AllStreamResolvedEvent) => number;
}

export type CheckpointReached = (subscription: unknown, position: Position) => void;

/**
 * One connection of a subscription. Reads from the client only while somebody asks, so that a slow consumer holds
 * back the server and not our memory. Never mends itself: the first failure ends it.
 */
export class SubscriptionLink {
  readonly #stream: AllStreamSubscription;
  readonly #confirmed = Promise.withResolvers<void>();
  readonly #marks: Mark[] = [];
  #taken = 0;
  #checkpoint: number | undefined;
  #isLive = false;
  /** Whether the last delivery said that nothing more was waiting. */
  #toldLive = false;
  #failure: unknown;
  #hasFailed = false;
  #isClosed = false;
  #wake: () => void = () => undefined;

  /** `open` is handed the callback for checkpoints, which the client awaits: it must never throw. */
  constructor(open: (checkpointReached: CheckpointReached) => AllStreamSubscription) {
    this.#stream = open((_, position) => {
      const place = checkpointPlace(position);
      if (place !== undefined) this.#mark({ after: this.#received(), kind: 'checkpoint', position: place });
    });
    // Unhandled when nobody waits for the confirmation any more.
    this.#confirmed.promise.catch(() => undefined);
    this.#stream.on('confirmation', () => this.#confirmed.resolve());
    this.#stream.on('caughtUp', () => this.#mark({ after: this.#received(), kind: 'caughtUp' }));
    this.#stream.on('fellBehind', () => this.#mark({ after: this.#received(), kind: 'fellBehind' }));
    this.#stream.on('readable', () => this.#wake());
    this.#stream.on('error', (cause: unknown) => this.#fail(cause));
    const lost = (): void => this.#fail(new EventStoreError('unavailable', 'The subscription ended'));
    this.#stream.on('end', lost);
    this.#stream.on('close', lost);
  }

  /** @throws what the client failed with, or `TimeIsUp` */
  async confirm(timeoutMs: number): Promise<void> {
    await within(this.#confirmed.promise, timeoutMs);
  }

  /** The next events or news; `undefined` once it is closed. @throws what the client failed with, after the events. */
  async next(portion: Portion): Promise<LinkDelivery | undefined> {
    const events: AllStreamResolvedEvent[] = [];
    const checkpointBefore = this.#checkpoint;
    let weight = 0;
    let deadline: number | undefined;
    for (;;) {
      // Asked for before looking, so that what arrives meanwhile is not slept through.
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      while (events.length < portion.countMax && weight < portion.weightMax) {
        this.#applyMarks();
        const event = this.#stream.read() as AllStreamResolvedEvent | null;
        if (event === null) break;
        this.#taken++;
        events.push(event);
        weight += portion.weigh(event);
      }
      this.#applyMarks();
      const isFull = events.length >= portion.countMax || weight >= portion.weightMax;
      if (this.#isClosed) return undefined;
      if (this.#hasFailed && events.length === 0) throw this.#failure;
      if (isFull || this.#hasFailed) return this.#delivery(events, { isLive: false });
      const hasNews = events.length > 0 || this.#checkpoint !== checkpointBefore;
      if (!hasNews && (!this.#isLive || this.#toldLive)) {
        await woken;
        continue;
      }
      deadline ??= performance.now() + GATHERING_MS_MAX;
      const left = deadline - performance.now();
      if (left <= 0) return this.#delivery(events, { isLive: false });
      const isQuiet = !(await happens(woken, this.#isLive ? QUIET_MS : left));
      // The server calls a subscription live that it has events for: only silence tells that nothing was waiting.
      if (isQuiet && this.#isLive) return this.#delivery(events, { isLive: true });
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#confirmed.reject(new EventStoreError('closed', 'The subscription is closed'));
    this.#wake();
    // Waits for the call to exist, which it may never do; and fails where it failed to exist.
    this.#stream.unsubscribe().catch(() => undefined);
  }

  #delivery(events: readonly AllStreamResolvedEvent[], { isLive }: { readonly isLive: boolean }): LinkDelivery {
    this.#toldLive = isLive;
    return { events, checkpoint: this.#checkpoint, isLive };
  }

  /** Events that have left the connection: taken by us, or waiting to be. */
  #received(): number {
    return this.#taken + this.#stream.readableLength;
  }

  #mark(mark: Mark): void {
    this.#marks.push(mark);
    this.#wake();
  }

  #applyMarks(): void {
    for (let mark = this.#marks[0]; mark !== undefined && mark.after <= this.#taken; mark = this.#marks[0]) {
      this.#marks.shift();
      if (mark.kind === 'checkpoint') this.#checkpoint = Math.max(mark.position, this.#checkpoint ?? 0);
      else this.#isLive = mark.kind === 'caughtUp';
    }
  }

  #fail(cause: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#failure = cause;
    this.#confirmed.reject(cause);
    this.#wake();
  }
}

async function happens(event: Promise<void>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<false>((resolve) => (timer = setTimeout(resolve, milliseconds, false)));
  const isThere = await Promise.race([event.then(() => true), silence]);
  clearTimeout(timer);
  return isThere;
}
