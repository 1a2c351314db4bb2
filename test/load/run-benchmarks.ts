import type { Benchmark, Figures, MakeBenchmark, Measure } from './benchmark.ts';
import type { BenchOptions } from './bench-options.ts';
import { median } from './statistics.ts';
import type { Workplace } from './workplace.ts';

/** A measure and what came of it: medians over all rounds. */
export interface Result {
  readonly measure: Measure;
  readonly raw: number | undefined;
  readonly product: number;
  /** Median of the rounds' own ratios: what slows a shared machine down slows both halves of a round. */
  readonly ratio: number | undefined;
  readonly ratioMin: number | undefined;
  readonly ratioMax: number | undefined;
  readonly met: boolean;
  readonly floorMet: boolean;
  readonly notMeasured?: string | undefined;
}

export interface Run {
  readonly workplace: Workplace;
  readonly options: Pick<BenchOptions, 'only' | 'rounds'>;
  readonly say: (line: string) => void;
}

/** One benchmark after the other, each with all its rounds. @throws Error when one breaks, or none has the ids asked for */
export async function runBenchmarks(makers: readonly MakeBenchmark[], run: Run): Promise<readonly Result[]> {
  const { workplace, options, say } = run;
  const isWanted = ({ id }: Measure): boolean => options.only.length === 0 || options.only.includes(id.toUpperCase());
  const benchmarks = makers.map((make) => make(workplace));
  const known = benchmarks.flatMap(({ measures }) => measures.map(({ id }) => id));
  const unknown = options.only.filter((id) => !known.some((one) => one.toUpperCase() === id));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  const results: Result[] = [];
  const isDue = ({ measures, onlyWhenAsked = false }: Benchmark): boolean =>
    measures.some(isWanted) && (!onlyWhenAsked || options.only.length > 0);
  for (const benchmark of benchmarks.filter(isDue)) {
    const { notMeasured } = benchmark;
    if (notMeasured !== undefined) {
      results.push(
        ...benchmark.measures.filter(isWanted).map((measure) => ({ ...resultOf(measure, []), notMeasured })),
      );
      continue;
    }
    const count = Math.min(options.rounds, benchmark.roundsMax ?? options.rounds);
    const rounds = await roundsOf(benchmark, count, say);
    results.push(...benchmark.measures.filter(isWanted).map((measure) => resultOf(measure, rounds)));
  }
  return results;
}

type Round = Awaited<ReturnType<Benchmark['round']>>;

async function roundsOf(benchmark: Benchmark, count: number, say: (line: string) => void): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  try {
    await benchmark.prepare();
    for (let number = 1; number <= count; number += 1) {
      const round = await benchmark.round();
      rounds.push(round);
      const figures = Object.entries(round).map(([id, found]) => `${id} ${figuresText(found)}`);
      say(`round ${String(number)} of ${String(count)}: ${figures.join(' · ')}`);
    }
  } finally {
    await benchmark.close?.();
  }
  return rounds;
}

function resultOf(measure: Measure, rounds: readonly Round[]): Result {
  const figures = rounds.flatMap((round) => round[measure.id] ?? []);
  const products = figures.map(({ product }) => product);
  const raws = figures.flatMap(({ raw }) => raw ?? []);
  const ratios = figures.flatMap(({ raw, product }) => (raw === undefined ? [] : product / raw));
  const product = median(products);
  const ratio = ratios.length === 0 ? undefined : median(ratios);
  return {
    measure,
    product,
    raw: raws.length === 0 ? undefined : median(raws),
    ratio,
    ratioMin: ratios.length === 0 ? undefined : Math.min(...ratios),
    ratioMax: ratios.length === 0 ? undefined : Math.max(...ratios),
    ...verdict(measure, { product, ratio }),
  };
}

/** A figure that could not be taken (NaN) meets nothing. */
function verdict(
  { target }: Measure,
  { product, ratio = Number.NaN }: { readonly product: number; readonly ratio: number | undefined },
): Pick<Result, 'met' | 'floorMet'> {
  switch (target.kind) {
    case 'ratioAtLeast':
      return { met: ratio >= target.ratio, floorMet: ratio >= (target.floor ?? target.ratio) };
    case 'ratioAtMost':
      return { met: ratio <= target.ratio, floorMet: ratio <= target.ratio };
    case 'ratioWithin': {
      const met = Math.abs(ratio - target.ratio) <= target.tolerance;
      return { met, floorMet: met };
    }
    case 'productAtMost':
      return { met: product <= target.value, floorMet: product <= target.value };
  }
}

function figuresText({ raw, product }: Figures): string {
  if (raw === undefined) return short(product);
  return `${short(product)} of ${short(raw)} = ${(product / raw).toFixed(2)}`;
}

/** Whole from a hundred on, else three digits. */
export function short(figure: number): string {
  return figure >= 100 ? Math.round(figure).toLocaleString('en') : String(Number(figure.toPrecision(3)));
}
