/** Something the state remembers from one recorded event. */
export interface Dated {
  /** Id of the recorded event. */
  readonly id: string;
  /** When it happened, in milliseconds since 1970. */
  readonly at: number;
}

/**
 * The list with one more, in the order in which things happened, whatever order they arrive in; the same event twice counts once. A full
 * list forgets the oldest: state is kept for every person and must not grow for ever.
 */
export function withDated<T extends Dated>(list: readonly T[], item: T, countMax: number): readonly T[] {
  let index = list.length;
  while (index > 0 && isLater(list[index - 1], item)) index -= 1;
  if (list[index - 1]?.id === item.id) return list;
  const longer = list.toSpliced(index, 0, item);
  return longer.length > countMax ? longer.slice(longer.length - countMax) : longer;
}

/** Like `withDated`, with the instant from which on nothing was forgotten; left out: nothing was at all, or not now. */
export function withDatedFrom<T extends Dated>(
  list: readonly T[],
  item: T,
  countMax: number,
): { readonly kept: readonly T[]; readonly completeFrom?: number } {
  const kept = withDated(list, item, countMax);
  const [oldest] = kept;
  const isForgetting = oldest !== undefined && list.length === countMax && !list.some(({ id }) => id === item.id);
  return isForgetting ? { kept, completeFrom: oldest.at } : { kept };
}

/** The later of two instants from which on a state is complete. */
export function latestOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

/** Ids decide between things of one instant, so that the order never depends on arrival. */
function isLater(a: Dated | undefined, b: Dated): boolean {
  return a !== undefined && (a.at > b.at || (a.at === b.at && a.id > b.id));
}

/** The earlier of two, by the same order. */
export function earlier<T extends Dated>(a: T, b: T): T {
  return isLater(a, b) ? b : a;
}

/** The later of two, by the same order. */
export function later<T extends Dated>(a: T, b: T): T {
  return isLater(a, b) ? a : b;
}
