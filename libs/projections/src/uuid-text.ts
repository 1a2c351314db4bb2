import { ProjectionError } from './projection-error.ts';
import type { Uuid } from './tables.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Of any version and either case: the domain says which may be recorded, this only what a column can hold. */
export function isUuidText(text: string): boolean {
  return UUID.test(text);
}

/** A UUID in its usual form, as its column gives it. */
export function uuidText(value: Uuid): string {
  if (typeof value === 'string') return value;
  const hex = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * What an event names as a UUID.
 * @throws ProjectionError `malformedEvent`
 */
export function uuidIn(value: unknown): string {
  if (typeof value === 'string' && UUID.test(value)) return value;
  throw new ProjectionError('malformedEvent', 'The event names as a UUID what is none.');
}
