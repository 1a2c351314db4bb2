/** What can go wrong with a read model. The first seven reach callers; the rest are reasons why an event is parked. */
export type ProjectionErrorCode =
  'locked' | 'rebuildNeeded' | 'damaged' | 'unavailable' | 'invalidCursor' | 'invalidQuery' | 'closed' | ParkedReason;

/** Why an event could not be projected. Never carries anything of the event itself. */
export type ParkedReason =
  /** The type is not among the definitions of this version. */
  | 'unknownType'
  /** The type is known, but not in this version. */
  | 'unknownSchemaVersion'
  /** The data lacks something every event has, or holds something of another kind. */
  | 'malformedEvent'
  /** The database refused a row: most often an event id that is already there. */
  | 'constraintViolated'
  /** A defect of the projection. */
  | 'projectionFault';

const PARKED_REASONS: ReadonlySet<string> = new Set<ParkedReason>([
  'unknownType',
  'unknownSchemaVersion',
  'malformedEvent',
  'constraintViolated',
  'projectionFault',
]);

export function isParkedReason(code: string | undefined): code is ParkedReason {
  return code !== undefined && PARKED_REASONS.has(code);
}

/** Errors of all our libraries, and SQLite's, are told apart by their code; the classes differ from realm to realm. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

export class ProjectionError extends Error {
  override readonly name = 'ProjectionError';
  readonly code: ProjectionErrorCode;

  constructor(code: ProjectionErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
