import type { SeededRandom } from '../../support/seeded-random.ts';

/** One round: whatever is drawn comes from its seed, so that it can be played again alone. */
export interface Round {
  readonly seed: number;
  readonly random: SeededRandom;
  /** `long` by hand, `short` in CI: for what is measured by time and not by rounds. */
  readonly form: 'long' | 'short';
}

/** A fault being tried: what all rounds share, and what is to be cleared away. */
export interface Trial {
  /** @throws Error when the promise is broken. @returns figures worth telling, if there are any */
  round(round: Round): Promise<string | undefined>;
  /** What must hold after all rounds together. */
  conclude?(): Promise<void>;
  end(): Promise<void>;
}

/** A row of the table of faults: what is promised, and how it is tried. */
export interface FaultRow {
  readonly name: string;
  readonly promise: string;
  readonly rounds: { readonly long: number; readonly short: number };
  /** Why it cannot be tried on this machine, if so. */
  readonly refusal?: () => string | undefined | Promise<string | undefined>;
  readonly begin: () => Promise<Trial>;
}

/** A trial whose rounds share nothing. */
export const eachAlone =
  (round: (round: Round) => Promise<string | undefined>): FaultRow['begin'] =>
  () =>
    Promise.resolve({ round, end: () => Promise.resolve() });

/** Rounds with seeds that follow each other go through all cases; a seed alone says which it is. */
export function caseOf<Case>({ seed }: Round, cases: readonly Case[]): Case {
  const one = cases[seed % cases.length];
  if (one === undefined) throw new Error('There are no cases.');
  return one;
}
