import type { FastifyBaseLogger } from 'fastify';
import type { Metrics } from '../operations/index.ts';
import type { ProjectorThreadEvents } from '../projecting/projector-thread.ts';
import type { LedgerEngine } from './ledger-engine.ts';

/** What goes wrong while projecting, as log lines. */
export function logProjector(log: Pick<FastifyBaseLogger, 'warn' | 'error'>): ProjectorThreadEvents {
  return {
    onTrouble: (trouble) => {
      if (trouble.kind === 'parked') {
        log.error({ position: trouble.position, type: trouble.type, reason: trouble.reason }, 'event parked');
      } else
        log.warn({ code: trouble.code }, trouble.kind === 'retry' ? 'projection will try again' : 'projector stopped');
    },
  };
}

/** Milliseconds between two looks at the lag. */
const LAG_SAMPLING_MS = 1_000;

/**
 * Keeps the lag's figures true, also when the projector says nothing any more because it died.
 * @returns what ends it
 */
export function sampleLag(
  { eventStore, projector }: Pick<LedgerEngine, 'eventStore' | 'projector'>,
  metrics: Metrics,
): () => void {
  const sample = async (): Promise<void> => {
    const last = (await eventStore.lastPosition()) ?? -1;
    const events = Math.max(0, last - (projector.position ?? -1));
    metrics.setProjectionLag('readModels', {
      events,
      seconds: events === 0 ? 0 : (Date.now() - projector.caughtUpAt) / 1_000,
    });
  };
  // A store that cannot answer is told by /readyz; the figures then stay what they were.
  const timer = setInterval(() => void sample().catch(() => undefined), LAG_SAMPLING_MS);
  return () => clearInterval(timer);
}
