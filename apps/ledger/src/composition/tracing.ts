import type { FastifyBaseLogger } from 'fastify';
import type { Settings } from '../settings/index.ts';
import { NoTracing, startOtlpTracing, TracedEventStore, tracePlace, type Tracing } from '../tracing/index.ts';
import type { LedgerEngine } from './ledger-engine.ts';

export async function tracingFor(settings: Settings, log: Pick<FastifyBaseLogger, 'warn'>): Promise<Tracing> {
  const place = tracePlace(settings);
  if (place === undefined) return new NoTracing();
  return startOtlpTracing(place, () => log.warn('traces cannot be sent'));
}

export function tracedEngine(engine: LedgerEngine, tracing: Tracing): LedgerEngine {
  return tracing.isOn ? { ...engine, eventStore: new TracedEventStore(engine.eventStore, tracing) } : engine;
}
