import { HttpException } from '@nestjs/common';
import type { VaultErrorCode } from '#libs/crypto-shredding';
import type { DomainError, DomainErrorCode, Fault } from '#libs/domain';
import type { EventStoreErrorCode } from '#libs/event-store';
import type { ParkedReason, ProjectionErrorCode } from '#libs/projections';
import { ProblemError } from './problem-error.ts';
import type { ProblemCode } from './problem-catalogue.ts';
import type { ProblemFieldError } from './problem.ts';

type CodeTable = { readonly [code: string]: ProblemCode };

/**
 * How the errors of our own libraries are answered: by the library's error name, then by code (style: codes are compared,
 * not `instanceof`, which two copies of a class would break). Every code must stand here; what cannot come of a request
 * is a fault of ours.
 */
const LIBRARY_ERRORS: { readonly [errorName: string]: CodeTable } = {
  EventStoreError: {
    wrongExpectedRevision: 'revisionConflict',
    streamDeleted: 'internal',
    appendTooLarge: 'bodyTooLarge',
    invalidEvent: 'internal',
    unavailable: 'unavailable',
    storageFull: 'storageFull',
    outcomeUnknown: 'outcomeUnknown',
    overloaded: 'overloaded',
    locked: 'unavailable',
    damaged: 'damaged',
    closed: 'shuttingDown',
  } satisfies Record<EventStoreErrorCode, ProblemCode>,
  VaultError: {
    invalidKeyEncryptionKey: 'internal',
    // Replaced by a rotation that this process missed: one that has the new key can do it.
    wrongKeyEncryptionKey: 'unavailable',
    damaged: 'damaged',
    locked: 'unavailable',
    invalidIdentifier: 'invalidBody',
    unknownSubject: 'notFound',
    unavailable: 'unavailable',
    closed: 'shuttingDown',
  } satisfies Record<VaultErrorCode, ProblemCode>,
  ProjectionError: {
    locked: 'unavailable',
    rebuildNeeded: 'unavailable',
    damaged: 'damaged',
    unavailable: 'unavailable',
    invalidCursor: 'invalidCursor',
    invalidQuery: 'invalidQuery',
    closed: 'shuttingDown',
  } satisfies Record<Exclude<ProjectionErrorCode, ParkedReason>, ProblemCode>,
  DomainError: {
    unknownType: 'damaged',
    unknownSchemaVersion: 'damaged',
    malformedEvent: 'damaged',
    invalidRecord: 'invalidRecord',
  } satisfies Record<DomainErrorCode, ProblemCode>,
};

/** How SQLite and the file system say that there is no space left. */
const FULL: ReadonlySet<unknown> = new Set(['SQLITE_FULL', 'ENOSPC']);

const FASTIFY_ERRORS: CodeTable = {
  FST_ERR_NOT_FOUND: 'notFound',
  FST_ERR_VALIDATION: 'invalidBody',
  FST_ERR_CTP_BODY_TOO_LARGE: 'bodyTooLarge',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupportedMediaType',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalidHeader',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalidJson',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalidJson',
  FST_ERR_BAD_URL: 'invalidPath',
  FST_ERR_MAX_PARAM_LENGTH: 'pathTooLong',
  FST_ERR_ASYNC_CONSTRAINT: 'invalidHeader',
};

const HTTP_STATUSES: { readonly [status: number]: ProblemCode } = {
  400: 'invalidBody',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'notFound',
  405: 'methodNotAllowed',
  406: 'notAcceptable',
  408: 'requestTimeout',
  409: 'stateConflict',
  410: 'erased',
  412: 'preconditionFailed',
  413: 'bodyTooLarge',
  414: 'pathTooLong',
  415: 'unsupportedMediaType',
  417: 'expectationFailed',
  422: 'invalidRecord',
  429: 'tooManyRequests',
  431: 'headersTooLarge',
  503: 'unavailable',
  507: 'storageFull',
};

/**
 * The problem an error is answered with. Messages of other people's errors are never passed on: they may repeat what was
 * sent (Nest's own 404 repeats the URL, a JSON parser the text before the fault).
 */
export function problemErrorFor(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError(codeFor(error), { errors: faultsOf(error), cause: error });
}

/** The domain's faults are written to be told: no word in them is the caller's. */
function faultsOf(error: unknown): readonly ProblemFieldError[] {
  if (!(error instanceof Error) || error.name !== 'DomainError') return [];
  const { faults } = error as Partial<DomainError>;
  return (faults ?? []).map(fieldErrorOf);
}

export function fieldErrorOf({ pointer, code, message, nearest = [] }: Fault): ProblemFieldError {
  const action = nearest.length > 0 ? { action: `Perhaps one of these was meant: ${nearest.join(', ')}.` } : {};
  return { pointer, code, message, ...action };
}

function codeFor(error: unknown): ProblemCode {
  if (!(error instanceof Error)) return 'internal';
  if (error instanceof HttpException) {
    const status = error.getStatus();
    // Nest wraps what a parser refused; the parser's own name says more than 400 does.
    if (status === 400 && error.cause instanceof SyntaxError) return 'invalidJson';
    return HTTP_STATUSES[status] ?? 'internal';
  }
  if (isFull(error)) return 'storageFull';
  const code: unknown = Reflect.get(error, 'code');
  const library = Object.hasOwn(LIBRARY_ERRORS, error.name) ? LIBRARY_ERRORS[error.name] : undefined;
  if (library !== undefined) return lookUp(library, code) ?? 'internal';
  const fromFastify = lookUp(FASTIFY_ERRORS, code);
  if (fromFastify !== undefined) return fromFastify;
  // Fastify's JSON parser (secure-json-parse) throws a SyntaxError with a status and no code.
  const status: unknown = Reflect.get(error, 'statusCode');
  if (error instanceof SyntaxError && status === 400) return 'invalidJson';
  return (typeof status === 'number' ? HTTP_STATUSES[status] : undefined) ?? 'internal';
}

/** The libraries say `unavailable` and keep the reason as the cause. */
const isFull = (error: unknown): boolean =>
  error instanceof Error && (FULL.has(Reflect.get(error, 'code')) || isFull(error.cause));

const lookUp = (table: CodeTable, code: unknown): ProblemCode | undefined =>
  typeof code === 'string' && Object.hasOwn(table, code) ? table[code] : undefined;
