import { SeededRandom } from '../../support/seeded-random.ts';
import type { FaultRow, Round, Trial } from './fault-row.ts';

export interface Attempt {
  /** Of the first round; the following ones count on. */
  readonly seed: number;
  readonly rounds: number;
  readonly form: Round['form'];
}

export interface RowResult {
  readonly name: string;
  readonly promise: string;
  readonly result: 'passed' | 'failed' | 'skipped';
  readonly rounds: number;
  readonly seed: number;
  readonly seconds: number;
  /** Figures of a row that held, what broke, or why it was not tried. */
  readonly detail?: string;
}

/** Tries one row, and stops at the first round that breaks the promise. */
export async function tryRow(row: FaultRow, { seed, rounds, form }: Attempt): Promise<RowResult> {
  const { name, promise } = row;
  const told = { name, promise, seed };
  const reason = await row.refusal?.();
  if (reason !== undefined) return { ...told, result: 'skipped', rounds: 0, seconds: 0, detail: reason };
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
  let done = 0;
  let trial: Trial | undefined;
  let figures: string | undefined;
  try {
    trial = await row.begin();
    for (; done < rounds; done++) {
      figures = (await trial.round({ seed: seed + done, random: new SeededRandom(seed + done), form })) ?? figures;
    }
    await trial.conclude?.();
    const detail = figures === undefined ? {} : { detail: figures };
    return { ...told, result: 'passed', rounds: done, seconds: seconds(), ...detail };
  } catch (error) {
    const detail = `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${replay(name, seed + done)}`;
    return { ...told, result: 'failed', rounds: done + 1, seconds: seconds(), detail };
  } finally {
    await trial?.end();
  }
}

const replay = (name: string, seed: number): string =>
  `Replay: npm run faults -- --only ${name} --seed ${seed} --rounds 1`;
