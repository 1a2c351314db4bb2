import pg from 'pg';
import { ProjectionError, codeOf } from './projection-error.ts';
import type { DatabaseFault } from './read-model-database.ts';

/** SQLSTATE codes (PostgreSQL 15, appendix A) of tables that are not what they should be. */
const DAMAGED: ReadonlySet<string> = new Set(['3F000', '42P01', '42703', '42804', 'XX001', 'XX002']);
/** Classes and codes that are gone when it is tried again, or when somebody has mended the server. */
const TRANSIENT = /^(08|28|40|53|55|57|58|0A000|25006|42501|3D000)/;
const CONSTRAINT = /^23/;

/**
 * PostgreSQL's errors in this library's words. Its own messages and details quote values, so nothing of them is passed
 * on but the code.
 */
export function asProjectionError(error: unknown): ProjectionError {
  if (error instanceof ProjectionError) return error;
  if (!(error instanceof pg.DatabaseError)) {
    return new ProjectionError('unavailable', `The PostgreSQL server cannot be reached (${reasonOf(error)}).`);
  }
  const state = error.code ?? 'unknown';
  if (DAMAGED.has(state)) {
    return new ProjectionError('damaged', `The read models are damaged (SQLSTATE ${state}). Run \`pdl rebuild\`.`);
  }
  if (TRANSIENT.test(state)) {
    return new ProjectionError('unavailable', `PostgreSQL cannot do this now (SQLSTATE ${state}).`);
  }
  return CONSTRAINT.test(state)
    ? new ProjectionError('constraintViolated', `PostgreSQL refused a row (SQLSTATE ${state}).`)
    : new ProjectionError('projectionFault', `PostgreSQL refused a statement (SQLSTATE ${state}).`);
}

/** Sessions throw nothing but `ProjectionError`s; what else there is comes from a projection. */
export function faultOfPostgres(error: unknown): DatabaseFault {
  switch (codeOf(error)) {
    case 'unavailable':
      return 'transient';
    case 'damaged':
      return 'damaged';
    case 'constraintViolated':
      return 'constraint';
    default:
      return 'other';
  }
}

/** True when the connection can no longer be used, or nobody knows what it will answer next. */
export function breaksConnection(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return true;
  return error.severity === 'FATAL' || error.severity === 'PANIC';
}

/** The client's own failures carry a system error code, or none and a message without values ("Query read timeout"). */
function reasonOf(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error ? error.message : 'unknown reason');
}
