import type { ServerOptions } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { BytesInFlight } from '../admission/bytes-in-flight.ts';
import { admitRequests } from '../admission/request-admission.ts';
import { problemErrorFor } from '../problems/problem-mapping.ts';
import { ProblemFilter } from '../problems/problem.filter.ts';
import { RouteTable } from '../problems/route-table.ts';
import type { Settings } from '../settings/settings.ts';
import { refuseExpectations } from './client-error.ts';
import { drainConnections } from './connection-draining.ts';
import { fastifyOptions, type LogDestination } from './fastify-options.ts';
import { requireHost } from './host-header.ts';
import type { Metrics } from './metrics.ts';
import { observeRequests } from './request-observation.ts';
import { sendSecurityHeaders } from './security-headers.ts';

export interface HttpAdapterOptions {
  readonly settings: Pick<Settings, 'bodyBytesMax' | 'inFlightBytesMax' | 'arrivalMsMax' | 'logLevel'>;
  readonly metrics: Metrics;
  /** Default: standard output. */
  readonly logTo?: LogDestination;
}

export interface LedgerHttp {
  readonly adapter: FastifyAdapter;
  /** To be set as the application's global filter. */
  readonly filter: ProblemFilter;
}

/** Fastify under Nest, set up for the ledger: refusals as problems, logs and metrics without anything personal. */
export function createHttpAdapter({ settings, metrics, logTo }: HttpAdapterOptions): LedgerHttp {
  const routes = new RouteTable();
  const filter = new ProblemFilter(routes);
  const options = fastifyOptions({ ...settings, filter, ...(logTo === undefined ? {} : { logTo }) });
  const adapter = new LedgerAdapter({ ...options, http: { ...options.http, ...headerLimits(settings) } });
  const server = adapter.getInstance();
  routes.watch(server);
  observeRequests(server, metrics);
  const inFlight = new BytesInFlight(settings.inFlightBytesMax);
  const onOverloaded = () => metrics.countOverloaded();
  admitRequests(server, { inFlight, arrivalMsMax: settings.arrivalMsMax, onOverloaded });
  metrics.watch('pdl_in_flight_bytes', () => inFlight.bytes);
  drainConnections(server);
  refuseExpectations(server.server, server.log);
  requireHost(server, filter);
  sendSecurityHeaders(server);
  // Fastify would take text for a body; nothing here does.
  server.removeContentTypeParser('text/plain');
  return { adapter, filter };
}

/** How often Node looks for headers that are late, in milliseconds. */
const LOOK_EVERY_MS = 1_000;

/** Byte by byte no connection is idle, so headers have a time of their own (slow loris). */
const headerLimits = ({ arrivalMsMax }: Pick<Settings, 'arrivalMsMax'>): ServerOptions => ({
  headersTimeout: arrivalMsMax,
  connectionsCheckingInterval: LOOK_EVERY_MS,
});

class LedgerAdapter extends FastifyAdapter {
  /** Nest would keep the message, which may repeat what was sent, and drop the code, which says what happened. */
  override mapException(error: unknown): unknown {
    return problemErrorFor(error);
  }

  /** Fastify's own JSON parser stays: Nest's would also take forms, and has no code for an empty body. */
  override registerParserMiddleware(): void {}
}
