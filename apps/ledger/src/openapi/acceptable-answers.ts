import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '../problems/problem-error.ts';
import type { ProblemFilter } from '../problems/problem.filter.ts';
import { qualitiesOf } from '../reading/export-format.ts';

/** What belongs to the interface; the pages about it are answered as browsers ask. */
const VERSIONED = '/v1/';

/**
 * A reading whose answer cannot be given in any form the caller takes is refused (RFC 9110 §15.5.7), before anything is read: what is
 * read is recorded. What is reported is never refused for that: a fact must not be lost over the form of its receipt.
 */
export function refuseUnacceptable(
  server: Pick<FastifyInstance, 'addHook'>,
  filter: Pick<ProblemFilter, 'answer'>,
  document: OpenAPIObject,
): void {
  const given = typesGiven(document);
  server.addHook('onRequest', (request, reply, done) => {
    const { accept } = request.headers;
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const types = reads && accept !== undefined ? given.get(request.routeOptions.url ?? '') : undefined;
    if (accept === undefined || types === undefined || takesAny(accept, types)) done();
    else filter.answer(new ProblemError('notAcceptable'), request, reply);
  });
}

/** Whether one of the media types is in what `Accept` names; an empty one names all. */
export function takesAny(accept: string, types: readonly string[]): boolean {
  if (accept.trim() === '') return true;
  const qualities = qualitiesOf(accept);
  return types.some((type) => {
    const ranges = [type, `${type.split('/', 1)[0] ?? ''}/*`, '*/*'];
    const range = ranges.find((one) => qualities.has(one));
    return range !== undefined && (qualities.get(range) ?? 0) > 0;
  });
}

interface Described {
  readonly get?: { readonly responses: { readonly [status: string]: { readonly content?: object } } };
}

/** Media types of the good answers of readings, by the router's pattern of their path. */
function typesGiven({ paths }: OpenAPIObject): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(paths as { readonly [path: string]: Described }).flatMap(([path, { get }]) => {
      const types = Object.keys(get?.responses['200']?.content ?? {});
      if (!path.startsWith(VERSIONED) || types.length === 0) return [];
      return [[path.replaceAll(/\{(\w+)\}/g, ':$1'), types] as const];
    }),
  );
}
