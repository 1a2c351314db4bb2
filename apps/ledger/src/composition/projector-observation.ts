import type { FastifyBaseLogger } from 'fastify';
import type { Metrics } from '../operations/index.ts';
import type { ProjectorThreadEvents } from '../projecting/projector-thread.ts';

/** What the projector tells, as figures and log lines. */
export function observeProjector(
  metrics: Metrics,
  log: Pick<FastifyBaseLogger, 'warn' | 'error'>,
): ProjectorThreadEvents {
  return {
    onProgress: ({ lagMs, caughtUp, events }) => {
      metrics.setProjectionLag('readModels', { seconds: caughtUp ? 0 : lagMs / 1_000, events: caughtUp ? 0 : events });
    },
    onTrouble: (trouble) => {
      if (trouble.kind === 'parked') {
        log.error({ position: trouble.position, type: trouble.type, reason: trouble.reason }, 'event parked');
      } else
        log.warn({ code: trouble.code }, trouble.kind === 'retry' ? 'projection will try again' : 'projector stopped');
    },
  };
}
