import type { FastifyBaseLogger } from 'fastify';
import { ledgerQueries } from '#libs/projections';
import type { LedgerEngine } from './ledger-engine.ts';

/** How often a wait is told of, in milliseconds. */
const TOLD_EVERY_MS = 5_000;

/**
 * Resolves when the read models know all that is in the log. Before that a retry that names another person would be
 * recorded a second time, a registered controller would be unknown and a valid key refused: all are looked up there.
 */
export async function untilCaughtUp(
  { eventStore, readModels, hurryProjector }: Pick<LedgerEngine, 'eventStore' | 'readModels' | 'hurryProjector'>,
  log: Pick<FastifyBaseLogger, 'info'>,
): Promise<void> {
  const last = await eventStore.lastPosition();
  if (last === undefined) return;
  const { position } = ledgerQueries(readModels, hurryProjector);
  while (!(await position.waitForPosition(last, TOLD_EVERY_MS))) {
    log.info({ reached: await position.position(), last }, 'waiting for the read models before listening');
  }
}
