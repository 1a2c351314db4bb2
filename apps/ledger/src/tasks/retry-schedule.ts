/**
 * When something is tried next. The schedule is counted from when it came up and not from the last try, so that nothing has
 * to be kept between processes: one that starts tries what is left at once, and goes on where the schedule stands.
 *
 * @param since When it came up, and `now`, in epoch milliseconds.
 * @param schedule Moments of trying, in milliseconds after that, rising.
 * @returns `undefined` when it has been tried for the last time.
 */
export function nextTryAt(since: number, now: number, schedule: readonly number[]): number | undefined {
  const after = schedule.find((moment) => since + moment > now);
  return after === undefined ? undefined : since + after;
}
