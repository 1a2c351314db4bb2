import type { EventStore } from '#libs/event-store';
import type { LedgerQueries } from '#libs/projections';
import type { ProjectionLag } from '../operations/index.ts';

/** Milliseconds between two looks. */
const LOOK_EVERY_MS = 200;

/**
 * How far the read models have come, whoever projects them: a thread of this process or another one. What it tells may
 * be a moment old and is never ahead of the truth.
 */
export class ProjectionProgress {
  /** Position up to which the read models are complete. */
  position: number | undefined;
  private last: number | undefined;
  private caughtUpAt: number;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly eventStore: Pick<EventStore, 'lastPosition'>,
    private readonly projected: LedgerQueries['position'],
    /** Milliseconds that never jump, as a wall clock does. */
    private readonly now: () => number = () => performance.now(),
  ) {
    this.caughtUpAt = now();
  }

  /** @param onLook called after each look, for figures. */
  start(onLook: (lag: ProjectionLag) => void = () => undefined): void {
    const look = async (): Promise<void> => {
      // Whoever cannot answer is told by /readyz; what is known here then stays as it was, and the lag grows.
      await this.look().catch(() => undefined);
      onLook(this.lag);
      if (this.timer !== undefined) this.timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    this.timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  async look(): Promise<void> {
    const now = this.now();
    const last = await this.eventStore.lastPosition();
    this.position = await this.projected.position();
    this.last = last;
    if (this.events === 0) this.caughtUpAt = now;
  }

  get lag(): ProjectionLag {
    const { events } = this;
    return { events, seconds: events === 0 ? 0 : (this.now() - this.caughtUpAt) / 1_000 };
  }

  /** Distance in positions of the log. */
  private get events(): number {
    return Math.max(0, (this.last ?? -1) - (this.position ?? -1));
  }
}
