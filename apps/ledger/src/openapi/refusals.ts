import { ApiExtension } from '@nestjs/swagger';
import { problemKind, type ProblemCode } from '../problems/problem-catalogue.ts';
import { PROBLEM_MEDIA_TYPE } from '../problems/problem-reply.ts';
import type { JsonSchema } from '../validation/satisfies.ts';
import { PROBLEM } from './problem-schema.ts';

/** Where `Refuses` leaves the codes for `buildOpenApiDocument`, which adds those every route of its kind has. */
export const REFUSES = 'x-refuses';

/** Describes why a route refuses, beyond what follows from its body, its parameters and its permission. */
export const Refuses = (...codes: readonly ProblemCode[]): MethodDecorator =>
  ApiExtension(REFUSES, codes) as MethodDecorator;

const content = { [PROBLEM_MEDIA_TYPE]: { schema: PROBLEM } };
const retryAfter = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };
const wwwAuthenticate = { 'WWW-Authenticate': { description: 'RFC 6750.', schema: { type: 'string' } } };

/** The answers of a route to what it refuses, by status. */
export function refusalResponses(codes: readonly ProblemCode[]): { readonly [status: string]: JsonSchema } {
  const byStatus = Map.groupBy(new Set(codes), (code) => problemKind(code).status);
  return Object.fromEntries([...byStatus].map(([status, ofStatus]) => [String(status), response(status, ofStatus)]));
}

function response(status: number, codes: readonly ProblemCode[]): JsonSchema {
  const headers = {
    ...(status === 401 ? wwwAuthenticate : {}),
    ...(codes.some((code) => problemKind(code).retryAfterSeconds !== undefined) ? retryAfter : {}),
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${problemKind(code).title}.`).join(' '),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    content,
  };
}

/** What any route may answer besides: faults of the ledger, overload, a request that cannot be read. */
export const ANY_PROBLEM: JsonSchema = {
  description: 'Any other refusal, or a fault of the ledger.',
  headers: { ...retryAfter, ...wwwAuthenticate },
  content,
};
