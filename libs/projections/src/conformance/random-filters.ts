import type { RecordFilters } from '../record-filters.ts';
import { COMMIT_INTERVAL_MS, FIRST_COMMIT } from '../testing/memory-event-store.ts';
import { CATEGORIES, DAY_MS, FIRST_DAY, PURPOSES, RECIPIENTS } from './random-log.ts';

const TYPES = ['PersonalDataCollected', 'PersonalDataShared', 'IdentifiersLinked', 'RecordsSearched'];

/** Filters of every sort, most of them left out. `events` is the length of the log. */
export function randomFilters(random: (below: number) => number, events: number): RecordFilters {
  const some = (from: readonly string[]) => from.filter(() => random(2) === 0);
  const sometimes = <T>(make: () => T): T | undefined => (random(4) === 0 ? make() : undefined);
  const wanted = {
    types: sometimes(() => some(TYPES)),
    families: sometimes(() => ['processing', 'access'] as const),
    categories: sometimes(() => some(CATEGORIES)),
    purposes: sometimes(() => some(PURPOSES)),
    legalBases: sometimes(() => ['eu-gdpr:A6-1-b']),
    recipients: sometimes(() => some(RECIPIENTS)),
    occurredFrom: sometimes(() => FIRST_DAY + random(10) * DAY_MS),
    operations: sometimes(() => ['dpv:Use']),
    asOf: sometimes(() => FIRST_DAY + random(10) * DAY_MS),
    occurredTo: sometimes(() => FIRST_DAY + random(10) * DAY_MS),
    knownAt: sometimes(() => FIRST_COMMIT + random(events) * COMMIT_INTERVAL_MS),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
