import type { FastifyBaseLogger } from 'fastify';
import type { ProjectorThreadEvents } from '../projecting/projector-thread.ts';

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
