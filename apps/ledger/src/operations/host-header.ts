import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problems/problem-error.ts';
import type { ProblemFilter } from '../problems/problem.filter.ts';

/** RFC 9112 §3.2: a request of HTTP/1.1 without `Host` is refused. Not left to Node, which would say so without a body. */
export function requireHost(server: Pick<FastifyInstance, 'addHook'>, filter: Pick<ProblemFilter, 'answer'>): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (request.headers.host !== undefined || request.raw.httpVersionMinor === 0) done();
    else filter.answer(new ProblemError('invalidHeader', { detail: 'The header `Host` is missing.' }), request, reply);
  });
}
