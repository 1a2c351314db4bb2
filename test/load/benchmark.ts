import type { Workplace } from './workplace.ts';

/**
 * What a figure is held against. `ratio` is product / raw, whatever the unit: of a rate it should be large, of a time
 * small. `floor` is what must not be lost on the way to the target.
 */
export type Target =
  | { readonly kind: 'ratioAtLeast'; readonly ratio: number; readonly floor?: number }
  | { readonly kind: 'ratioAtMost'; readonly ratio: number }
  /** The same as before, give or take: a ratio of 0.8 to 1.2 for a tolerance of 0.2. */
  | { readonly kind: 'ratioWithin'; readonly ratio: 1; readonly tolerance: number }
  /** In the measure's own unit; nothing raw to compare with. */
  | { readonly kind: 'productAtMost'; readonly value: number };

export interface Measure {
  /** As in the list of targets: `T1`, `T2-p99`. */
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  readonly target: Target;
}

/** What one round found, both in the measure's unit. */
export interface Figures {
  /** The same work done by hand with nothing around it, in the same round. */
  readonly raw?: number;
  readonly product: number;
}

/** Something that is measured over and over, and the one or more figures that come of it. */
export interface Benchmark {
  readonly measures: readonly Measure[];
  /** Where one round tells enough and takes long. */
  readonly roundsMax?: number;
  /** Why it cannot be measured here; its rows then say so. */
  readonly notMeasured?: string;
  /** Runs only when `--only` names one of its figures. */
  readonly onlyWhenAsked?: boolean;
  /** Before the first round, untimed: data, processes, warming up. */
  prepare(): Promise<void>;
  /** Raw figure and product once, one right after the other. By id of the measure. */
  round(): Promise<{ readonly [measureId: string]: Figures }>;
  /** After the last round. What the workplace lent is closed by it. */
  close?(): Promise<void>;
}

export type MakeBenchmark = (workplace: Workplace) => Benchmark;
