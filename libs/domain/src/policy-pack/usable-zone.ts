import type { TimeArithmetic } from '../deadline/time-arithmetic.ts';

/** Zone of whoever named none, or none that can be counted in. */
export const ZONE_DEFAULT = 'UTC';

/**
 * The zone in which the days of a policy are counted: its own, unless no time zone database has it. Such a pack is refused today, but older
 * versions of the ledger took them; the company's records are counted in UTC then, rather than not at all.
 */
export function usableZone(zone: string, time: Pick<TimeArithmetic, 'dateOf'>): string {
  try {
    time.dateOf('2000-01-01T00:00:00Z', zone);
    return zone;
  } catch (error) {
    if (error instanceof RangeError) return ZONE_DEFAULT;
    throw error;
  }
}
