import type { CalendarDate } from './working-calendar.ts';

export const LAW_STATUSES = ['inForce', 'enactedNotInForce', 'proposed'] as const;
/** Whether a law counts: what is only proposed never does, what is enacted does from the day it names. */
export type LawStatus = (typeof LAW_STATUSES)[number];

export const CONFIDENCES = ['primaryRead', 'primaryQuoted', 'secondaryRead', 'memory', 'unverified'] as const;
/** How the row is known: from the text itself, a quotation of it, somebody's summary, or not yet at all. */
export type Confidence = (typeof CONFIDENCES)[number];

/** What every row of law says about itself. */
export interface LawRow {
  readonly id: string;
  /** ISO 3166 code, `EU` or `EEA`. */
  readonly jurisdiction: string;
  readonly instrument: string;
  readonly article: string;
  readonly status: LawStatus;
  /** `guidance`: nobody must, an authority advises. */
  readonly force: 'statute' | 'guidance';
  readonly effectiveFrom?: CalendarDate;
  /** Last day it was in force. */
  readonly effectiveTo?: CalendarDate;
  /** Day somebody last compared the row with its source. */
  readonly verifiedOn: CalendarDate;
  readonly confidence: Confidence;
  readonly sources: readonly string[];
  readonly notes?: readonly string[];
}

const EUROPEAN_UNION = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK';
const EEA_BEYOND_THE_UNION = 'IS LI NO';

const GROUPS: readonly (readonly [string, ReadonlySet<string>])[] = [
  ['EU', new Set(EUROPEAN_UNION.split(' '))],
  ['EEA', new Set([...EUROPEAN_UNION.split(' '), ...EEA_BEYOND_THE_UNION.split(' '), 'EU'])],
];

/** Everybody who makes law for a place, the place itself first: `CN-GD` → CN-GD, CN; `SE` → SE, EU, EEA. */
export function lawmakersOver(jurisdiction: string): readonly string[] {
  const country = jurisdiction.split('-')[0] ?? jurisdiction;
  const groups = GROUPS.filter(([, members]) => members.has(country)).map(([group]) => group);
  return [...new Set([jurisdiction, country, ...groups])];
}

/** Whether a row binds on a day. An unverified row is a candidate for somebody to check, not law to be measured by. */
export function bindsOn(row: LawRow, day: CalendarDate): boolean {
  if (row.force !== 'statute' || row.confidence === 'unverified' || row.status === 'proposed') return false;
  if (row.status === 'enactedNotInForce' && row.effectiveFrom === undefined) return false;
  return (row.effectiveFrom ?? day) <= day && day <= (row.effectiveTo ?? day);
}

/** The rows that bind on a day in any of the jurisdictions, in their own order. */
export function lawInForce<R extends LawRow>(
  rows: readonly R[],
  jurisdictions: readonly string[],
  day: CalendarDate,
): readonly R[] {
  const lawmakers = new Set(jurisdictions.flatMap(lawmakersOver));
  return rows.filter((row) => lawmakers.has(row.jurisdiction) && bindsOn(row, day));
}
