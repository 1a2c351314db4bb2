import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from './metrics.ts';

/** What a request to no route is called, so that paths somebody tried do not become labels. */
const NO_ROUTE = '(none)';

/**
 * One line of log and one observation for each request: its id, method, route template, status and time. Never the URL,
 * the query, a header or the body: a subject's id stands in paths, an identifier may stand in anything.
 */
export function observeRequests(server: Pick<FastifyInstance, 'addHook'>, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = routeTemplate(request);
    const status = reply.statusCode;
    metrics.observeHttp({ method, route, status, seconds: reply.elapsedTime / 1_000 });
    request.log.info({ method, route, status, ms: Math.round(reply.elapsedTime * 100) / 100 }, 'request');
    done();
  });
}

/** `/v1/subjects/:id/history`. */
export function routeTemplate(request: FastifyRequest): string {
  return request.is404 ? NO_ROUTE : (request.routeOptions.url ?? NO_ROUTE);
}
