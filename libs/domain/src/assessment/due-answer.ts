import { deadlineOf } from '../deadline/deadline.ts';
import type { Counting } from '../deadline/deadline.ts';
import type { Period } from '../deadline/period.ts';
import type { FieldValue } from '../event-definition.ts';
import type { Missing } from './missing.ts';
import type { RuleResult } from './rule-kind.ts';
import type { period } from './rules/parameters.ts';

/** The end of a time that a rule gives. */
export interface Due {
  /** Last instant in time, in milliseconds since 1970. */
  readonly at: number;
  /** The same in RFC 3339, in the company's zone. */
  readonly dueAt: string;
  /** Holidays of that time are not announced: it may be later. */
  readonly provisional: boolean;
}

/** A period as a pack writes it. */
export function periodFrom({ n, unit, calendar = '' }: FieldValue<typeof period>): Period {
  return unit === 'workingDay' ? { n, unit, calendar } : { n, unit };
}

/**
 * When the time is over that began at an instant.
 *
 * @param start in milliseconds since 1970
 */
export function dueAfter(period: Period, start: number, counting: Counting): Due | undefined {
  const { due, provisional } = deadlineOf({ id: '', clause: '', period }, new Date(start).toISOString(), counting);
  if (due === undefined) return undefined;
  return { at: Date.parse(due), dueAt: due, provisional: provisional !== undefined };
}

type LateCode = 'answeredLate' | 'extendedLate' | 'deletedLate' | 'noticeLate' | 'retentionOver' | 'cookieOver';

/** Whether something happened in time. Beyond the calendar a late day may still be one of those that do not count. */
export function askInTime(at: number, due: Due | undefined, code: LateCode): Pick<RuleResult, 'outcome' | 'missing'> {
  if (due === undefined || at <= due.at) return { outcome: 'conforms' };
  const { dueAt } = due;
  if (due.provisional) return { outcome: 'gap', missing: { code: 'calendarEnds', params: { dueAt } } };
  return { outcome: 'violates', missing: { code, params: { dueAt } } satisfies Missing };
}
