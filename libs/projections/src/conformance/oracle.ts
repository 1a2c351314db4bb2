import type { StoredData } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import type { RecordFilters } from '../record-filters.ts';

/** What the filters mean, said again over plain events: to hold the SQL against. */
export function matches(event: RecordedEvent, filters: RecordFilters): boolean {
  const data = event.data as unknown as StoredData;
  const occurredAt = Date.parse(data.occurredAt);
  const family = familyOf(event.type);
  const fields = family === 'processing' ? data.fields : {};
  const categories = ((fields['categories'] ?? []) as readonly (string | { readonly category: string })[]).map(
    (item) => (typeof item === 'string' ? item : item.category),
  );
  const within = (wanted: readonly string[] | undefined, have: readonly unknown[]) =>
    wanted === undefined || wanted.length === 0 || have.some((value) => wanted.includes(String(value)));
  return (
    within(filters.types, [event.type]) &&
    within(filters.families, [family]) &&
    within(filters.categories, categories) &&
    within(filters.purposes, (fields['purposes'] ?? []) as readonly string[]) &&
    within(filters.legalBases, [fields['legalBasis']]) &&
    within(filters.operations, [fields['operation']]) &&
    within(filters.recipients, [fields['recipient']]) &&
    occurredAt >= (filters.occurredFrom ?? -Infinity) &&
    occurredAt <= (filters.occurredTo ?? Infinity) &&
    occurredAt <= (filters.asOf ?? Infinity) &&
    Date.parse(event.recordedAt) <= (filters.knownAt ?? Infinity)
  );
}

function familyOf(type: string): string {
  if (type.startsWith('PersonalData')) return 'processing';
  return type.startsWith('Records') || type.startsWith('History') ? 'access' : 'identity';
}

export async function allOf<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
