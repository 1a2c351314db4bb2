import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyBaseLogger } from 'fastify';
import { problemKind, type ProblemCode } from '../problems/problem-catalogue.ts';
import { ProblemError, requestProblem } from '../problems/problem-error.ts';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem-reply.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/**
 * How long the connection stays open after the answer, in milliseconds. Closed at once while something is still being
 * sent, it would be reset, and the answer lost with it.
 */
const LINGER_MS = 1_000;

/** By the code of Node's parser. Whatever else it refuses is not HTTP. */
const PROBLEM_OF: { readonly [code: string]: ProblemCode } = {
  HPE_HEADER_OVERFLOW: 'headersTooLarge',
  HPE_INVALID_URL: 'invalidPath',
  ERR_HTTP_REQUEST_TIMEOUT: 'requestTimeout',
};

const DETAIL_OF: { readonly [code in ProblemCode]?: string } = {
  headersTooLarge: 'The address and the headers together are longer than 16 KiB.',
};

/** Refuses what never became a request, as every other refusal is: a problem, and nothing of what was sent. */
export function answerClientError(
  error: { readonly code?: string },
  socket: Socket,
  log: Pick<FastifyBaseLogger, 'info'>,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  // What comes after the answer is refused once more, and needs no second one.
  if (!socket.writable) return;
  refuse(PROBLEM_OF[error.code ?? ''] ?? 'invalidRequest', socket, log);
}

/** An `Expect` that is not `100-continue` is refused by Node before Fastify sees it, and would be without a body. */
export function refuseExpectations(server: Server, log: Pick<FastifyBaseLogger, 'info'>): void {
  server.on('checkExpectation', ({ socket }: IncomingMessage) => refuse('expectationFailed', socket, log));
}

function refuse(code: ProblemCode, socket: Socket, log: Pick<FastifyBaseLogger, 'info'>): void {
  const requestId = randomUUID();
  socket.end(answerOf(code, requestId));
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
  log.info({ requestId, status: problemKind(code).status }, 'refused before it was a request');
}

/** Node's own handler asks the same: an answer that has begun cannot be followed by another in its midst. */
function isAnswering(socket: Socket): boolean {
  const answer = Reflect.get(socket, '_httpMessage') as Pick<ServerResponse, 'headersSent'> | null | undefined;
  return answer?.headersSent === true;
}

function answerOf(code: ProblemCode, requestId: string): string {
  const detail = DETAIL_OF[code];
  const problem = new ProblemError(code, detail === undefined ? {} : { detail });
  const body = JSON.stringify(requestProblem(problem, requestId));
  const { status } = problemKind(code);
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': PROBLEM_MEDIA_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    date: new Date().toUTCString(),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', body].join('\r\n');
}
