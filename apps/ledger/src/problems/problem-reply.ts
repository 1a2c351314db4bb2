import type { FastifyReply } from 'fastify';
import { problemKind } from './problem-catalogue.ts';
import { requestProblem, type ProblemError } from './problem-error.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Answers with the problem (RFC 9457 §3), and `Retry-After` (RFC 9110 §10.2.3) where repeating may help. */
export function replyWithProblem(reply: FastifyReply, error: ProblemError): void {
  const { status, retryAfterSeconds } = problemKind(error.code);
  reply.status(status).type(PROBLEM_MEDIA_TYPE);
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="personal-data-ledger"');
  for (const [name, value] of Object.entries(error.headers)) reply.header(name, value);
  // Serialised here: the route may declare a serialiser of its own for its good answers.
  reply.serializer((payload: string) => payload).send(JSON.stringify(requestProblem(error, reply.request.id)));
}
