import type { FastifyInstance, FastifyRequest } from 'fastify';
import { routeTemplate } from '../operations/request-observation.ts';
import type { OpenSpan, Tracing } from './tracing.ts';

/**
 * A span for each request, under the caller's `traceparent` where there is one. `tracestate` and `baggage` are not passed
 * on: they are free text of others.
 */
export function traceRequests(server: Pick<FastifyInstance, 'addHook'>, tracing: Tracing): void {
  const spans = new WeakMap<FastifyRequest, OpenSpan>();
  server.addHook('onRequest', (request, _reply, done) => {
    const { method } = request;
    const route = routeTemplate(request);
    const attributes = { 'http.request.method': method, 'http.route': route };
    const { traceparent } = request.headers;
    const parent = typeof traceparent === 'string' ? traceparent : undefined;
    spans.set(request, tracing.begin({ name: `${method} ${route}`, kind: 'server', parent, attributes }));
    done();
  });
  // Here and not above: reading the body comes in between, and loses what was there before.
  server.addHook('preHandler', (request, _reply, done) => tracing.under([spans.get(request)?.traceparent], done));
  server.addHook('onResponse', (request, { statusCode }, done) => {
    const attributes = { 'http.response.status_code': statusCode };
    spans.get(request)?.end({ attributes, failed: statusCode >= 500 });
    done();
  });
}
