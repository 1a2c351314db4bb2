/** Lengths of time that are counted out, so that an end can be named. */
export const COUNTED_UNITS = ['hour', 'day', 'workingDay', 'month', 'year'] as const;
export type CountedUnit = (typeof COUNTED_UNITS)[number];

/** Longest period of each unit that a policy or law may give: a hundred years. */
export const LONGEST_PERIOD: { readonly [U in CountedUnit]: number } = {
  hour: 876_000,
  day: 36_500,
  workingDay: 26_000,
  month: 1_200,
  year: 100,
};

/** Words of law and policies that name no number: only the time gone by can be told, never that it is too late. */
export const UNCOUNTED_UNITS = ['immediately', 'promptly', 'withoutUndueDelay', 'asSoonAsPracticable'] as const;
export type UncountedUnit = (typeof UNCOUNTED_UNITS)[number];

/** How long a rule gives. Working days are those of a calendar; a duration of ISO 8601 is what a record itself said. */
export type Period =
  | { readonly n: number; readonly unit: Exclude<CountedUnit, 'workingDay'> }
  | { readonly n: number; readonly unit: 'workingDay'; readonly calendar: string }
  | { readonly unit: UncountedUnit }
  | { readonly duration: string };

export type CountedPeriod = Extract<Period, { readonly n: number } | { readonly duration: string }>;

export function isCounted(period: Period): period is CountedPeriod {
  return 'n' in period || 'duration' in period;
}

/** One period after the other, if both are counted in one unit: a month and two more are three months, counted once. */
export function together(first: Period, second: Period): Period | undefined {
  if (!('n' in first && 'n' in second) || first.unit !== second.unit) return undefined;
  if (first.unit === 'workingDay' && second.unit === 'workingDay' && first.calendar !== second.calendar)
    return undefined;
  return { ...first, n: first.n + second.n };
}
