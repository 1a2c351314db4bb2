import type { FastifyBaseLogger } from 'fastify';
import type { Metrics } from '../operations/index.ts';
import type { EngineEvents } from './ledger-engine.ts';

/** What goes wrong while opening and projecting, as log lines and in figures. */
export function observeEngine(log: Pick<FastifyBaseLogger, 'warn' | 'error'>, metrics: Metrics): EngineEvents {
  return {
    onWaiting: (waiting) => log.warn(waiting, 'waiting for a part of the ledger'),
    onTrouble: (trouble) => {
      if (trouble.kind === 'parked') {
        metrics.countParked();
        log.error({ position: trouble.position, type: trouble.type, reason: trouble.reason }, 'event parked');
      } else
        log.warn({ code: trouble.code }, trouble.kind === 'retry' ? 'projection will try again' : 'projector stopped');
    },
    onAssessorTrouble: (trouble) => {
      if (trouble.kind === 'unjudged') {
        log.error({ position: trouble.position, type: trouble.type }, 'record could not be judged');
      } else
        log.warn({ code: trouble.code }, trouble.kind === 'retry' ? 'assessment will try again' : 'assessor stopped');
    },
  };
}
