import pg from 'pg';
import { VaultError } from './vault.ts';

/** SQLSTATE classes and codes (PostgreSQL 15, appendix A) that say the vault itself is not what it should be. */
const DAMAGED = new Map([
  ['3F000', 'its schema is missing'],
  ['42P01', 'a table is missing'],
  ['42703', 'a column is missing'],
  ['42804', 'a column has another type'],
  ['XX001', 'a table is corrupted'],
  ['XX002', 'an index is corrupted'],
]);
/** `unique_violation`, and the victims of `serialization_failure` and `deadlock_detected`: nothing was written. */
const LOST_RACE = new Set(['23505', '40001', '40P01']);

/** `check_violation`: the only check a vault has is that a replaced key-encryption key wraps nothing any more. */
const RETIRED_KEY = '23514';

/** Another writer was faster; reading and deciding anew is all that is needed. */
export function isLostRace(error: unknown): boolean {
  return LOST_RACE.has(sqlStateOf(error) ?? '');
}

/** True when the connection can no longer be used, or nobody knows what it will answer next. */
export function breaksConnection(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return !(error instanceof VaultError);
  return error.severity === 'FATAL' || error.severity === 'PANIC';
}

/**
 * PostgreSQL's errors in the vault's words. Its own messages and details quote values, so nothing of them is passed on
 * but the code.
 */
export function asVaultError(error: unknown): VaultError {
  if (error instanceof VaultError) return error;
  const state = sqlStateOf(error);
  if (state === undefined) {
    return new VaultError('unavailable', `The vault's PostgreSQL server cannot be reached (${reasonOf(error)}).`);
  }
  if (state === RETIRED_KEY) {
    return new VaultError('wrongKeyEncryptionKey', 'The key-encryption key in use has been replaced by another one.');
  }
  const damage = DAMAGED.get(state);
  if (damage !== undefined) return new VaultError('damaged', `The vault is damaged: ${damage} (SQLSTATE ${state}).`);
  return new VaultError('unavailable', `PostgreSQL did not do what the vault asked (SQLSTATE ${state}).`);
}

function sqlStateOf(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? (error.code ?? 'unknown') : undefined;
}

/** The client's own failures carry a system error code, or none and a message without values ("Query read timeout"). */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
