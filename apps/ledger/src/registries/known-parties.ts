import { setTimeout as delay } from 'node:timers/promises';
import { localTerm, vocabularyFrom, vocabularyWith, ZONE_DEFAULT, type Vocabulary } from '#libs/domain';
import type { LedgerQueries } from '#libs/projections';

/** A caller who names unknown parties over and over makes us look no more often than this, in milliseconds. */
const REFRESH_PAUSE_MS = 50;

/**
 * Who and what is registered: controllers, recipients and the vocabulary. Registrations are never taken back, so what is
 * known here stays true; what is not is looked up again before it is called unknown.
 */
export class KnownParties {
  /** The zone that each was registered with. */
  private controllers: ReadonlyMap<string, string> = new Map();
  private recipients: ReadonlySet<string> = new Set();
  private current: Vocabulary;
  private refreshedAt = 0;
  private underWay: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(
    private readonly queries: Pick<LedgerQueries, 'registries'>,
    private readonly shipped: Vocabulary = vocabularyFrom([]),
  ) {
    this.current = shipped;
  }

  /** The vocabulary as last seen. A function, so that compiled validators follow it. */
  readonly vocabulary = (): Vocabulary => this.current;

  hasController(id: string): boolean {
    return this.controllers.has(id);
  }

  /** Where the days of a company begin and end unless its policy says otherwise. */
  zoneOf(controllerId: string): string {
    return this.controllers.get(controllerId) ?? ZONE_DEFAULT;
  }

  hasRecipient(id: string): boolean {
    return this.recipients.has(id);
  }

  /** Looks again; whoever asks again within a moment waits for the next look together. */
  async refreshIfStale(): Promise<void> {
    const pauseMs = REFRESH_PAUSE_MS - (performance.now() - this.refreshedAt);
    if (pauseMs > 0) await delay(pauseMs);
    await this.refresh();
  }

  /** A look that is under way may have begun before what the caller waits for: the next one is theirs. */
  async refresh(): Promise<void> {
    if (this.next === undefined) {
      const next: Promise<void> = this.underWay
        .catch(() => undefined)
        .then(() => {
          if (this.next === next) this.next = undefined;
          return this.load();
        });
      this.next = next;
      this.underWay = next;
    }
    await this.next;
  }

  private async load(): Promise<void> {
    const { registries } = this.queries;
    const terms = await registries.terms();
    const controllers = await registries.controllers();
    this.controllers = new Map(
      controllers.map(({ controllerId, registration }) => [controllerId, registration.timeZone ?? ZONE_DEFAULT]),
    );
    this.recipients = new Set((await registries.recipients()).map(({ recipientId }) => recipientId));
    this.current = vocabularyWith(this.shipped, terms.map(localTerm));
    this.refreshedAt = performance.now();
  }
}
