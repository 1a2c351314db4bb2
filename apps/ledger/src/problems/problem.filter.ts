import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemKind } from './problem-catalogue.ts';
import { ProblemError } from './problem-error.ts';
import { problemErrorFor } from './problem-mapping.ts';
import { replyWithProblem } from './problem-reply.ts';
import { RouteTable } from './route-table.ts';

/** The one place where errors become answers. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #routes: RouteTable;

  constructor(routes: RouteTable = new RouteTable()) {
    this.#routes = routes;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Also for Fastify's own handlers, which know nothing of Nest. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.#withMethods(problemErrorFor(error), request);
    if (problemKind(problem.code).status >= 500) request.log.error({ err: error }, problem.code);
    // A stream that fails after its first byte cannot be answered any more; cutting it tells the reader that it is not whole.
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    replyWithProblem(reply, problem);
  }

  #withMethods(problem: ProblemError, request: FastifyRequest): ProblemError {
    if (problem.code !== 'notFound' || !request.is404) return problem;
    const path = request.url.split('?', 1)[0] ?? '/';
    const methods = this.#routes.methodsOf(path).filter((method) => method !== request.method);
    if (methods.length === 0) return problem;
    return new ProblemError('methodNotAllowed', { headers: { allow: methods.join(', ') } });
  }
}
