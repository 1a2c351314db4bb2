import type { EventStore } from '#libs/event-store';
import type { LedgerQueries } from '#libs/projections';
import { ProblemError } from '../problems/index.ts';
import type { Settings } from '../settings/index.ts';

/** Longest wait of a command for its own event to be projected, in milliseconds. */
const OWN_EVENT_TIMEOUT_MS = 10_000;

/** The questions the read models answer, and the waiting for them. */
export class ReadModels {
  constructor(
    readonly queries: LedgerQueries,
    private readonly store: Pick<EventStore, 'lastPosition'>,
    private readonly settings: Pick<Settings, 'atLeastTimeoutMs'>,
  ) {}

  /**
   * For `?atLeast=`.
   * @throws ProblemError `notYetProjected`; `invalidQuery` when nothing is recorded at such a position
   */
  async awaitAtLeast(position: number | undefined): Promise<void> {
    if (position === undefined) return;
    if (await this.queries.position.waitForPosition(position, this.settings.atLeastTimeoutMs)) return;
    await assertRecorded(position, this.store);
    throw new ProblemError('notYetProjected');
  }

  /**
   * Until what was just recorded can be read.
   * @throws ProblemError `notYetProjected`; it is recorded all the same.
   */
  async reach(position: number): Promise<void> {
    if (!(await this.queries.position.waitForPosition(position, OWN_EVENT_TIMEOUT_MS))) {
      throw new ProblemError('notYetProjected', {
        detail: 'It is recorded, and will be visible when the projection has caught up.',
      });
    }
  }
}

/**
 * Waiting again does not help who asks for more than there is.
 * @throws ProblemError `invalidQuery`
 */
export async function assertRecorded(position: number, store: Pick<EventStore, 'lastPosition'>): Promise<void> {
  if (position <= ((await store.lastPosition()) ?? -1)) return;
  const message = 'must be a position that the ledger has told: nothing is recorded there';
  throw new ProblemError('invalidQuery', { errors: [{ pointer: '/atLeast', code: 'notRecorded', message }] });
}
