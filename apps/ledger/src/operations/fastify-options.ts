import { randomUUID } from 'node:crypto';
import {
  LogController,
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyReply,
  type FastifyRequest,
  type RawServerDefault,
} from 'fastify';
import type { ProblemFilter } from '../problems/problem.filter.ts';
import type { Settings } from '../settings/settings.ts';
import { answerClientError } from './client-error.ts';
import { describeError } from './error-description.ts';

/** Longest path parameter: ids are at most 64 characters. */
const PARAM_LENGTH_MAX = 128;
/** A client has this long to send its headers and body, unless it streams, in milliseconds (slow loris). */
const CONNECTION_TIMEOUT_MS = 60_000;

type FastifyOptions = FastifyHttpOptions<RawServerDefault> & { readonly multipart: false };

export interface LogDestination {
  write(line: string): void;
}

export interface FastifyOptionsInput extends Pick<Settings, 'bodyBytesMax' | 'logLevel'> {
  readonly filter: ProblemFilter;
  /** Default: standard output. */
  readonly logTo?: LogDestination;
}

/** How Fastify is to be set up: ids of its own, logs without anything of a request, refusals as problems. */
export function fastifyOptions({ bodyBytesMax, logLevel, filter, logTo }: FastifyOptionsInput): FastifyOptions {
  return {
    bodyLimit: bodyBytesMax,
    // `requireHost` asks for it, and refuses with a problem.
    http: { requireHostHeader: false },
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX },
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    // Never the caller's own id: it would stand in logs and problems.
    requestIdHeader: false,
    // A member called `__proto__` refuses its own record, as any unknown one does, and not the whole batch around it.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    logger: {
      level: logLevel,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
      // Requests and answers may be logged by a plugin; then only their id and status.
      serializers: {
        err: describeError,
        error: describeError,
        req: ({ id }: { readonly id: string }) => ({ id }),
        res: ({ statusCode }: { readonly statusCode: number }) => ({ statusCode }),
      },
      ...(logTo === undefined ? {} : { stream: logTo }),
    },
    // What is no request, before there is one to answer.
    clientErrorHandler(this: { readonly log: FastifyBaseLogger }, error, socket) {
      answerClientError(error, socket, this.log);
    },
    // What the router refuses before any route is known.
    frameworkErrors: (error: unknown, request: unknown, reply: unknown): void =>
      filter.answer(error, request as FastifyRequest, reply as FastifyReply),
    multipart: false,
  } satisfies FastifyOptions;
}
