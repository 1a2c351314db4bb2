import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Target } from './benchmark.ts';
import { short, type Result } from './run-benchmarks.ts';

/** What ran this, without which no figure means anything. */
export function machineLine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const load = (loadavg()[0] ?? 0).toFixed(1);
  const cores = availableParallelism();
  return `${String(cores)} cores (${model}), load ${load}, Node ${process.version}, ${process.platform}, ${new Date().toISOString()}`;
}

/** For machines. `ratio` and `raw` are null where nothing raw is compared; `target` is then in the measure's unit. */
export function jsonReport(results: readonly Result[]): string {
  const list = results.map(({ measure: { id, what, unit, target }, ratio, met, raw, product, notMeasured }) => ({
    id,
    what,
    ratio: ratio === undefined ? null : rounded(ratio),
    target: target.kind === 'productAtMost' ? target.value : target.ratio,
    met,
    raw: raw === undefined ? null : rounded(raw),
    product: rounded(product),
    unit,
    ...(notMeasured === undefined ? {} : { notMeasured }),
  }));
  return JSON.stringify(list, null, 2);
}

/** For people. */
export function tableReport(results: readonly Result[]): string {
  const head = ['', 'what', 'raw', 'product', 'unit', 'ratio', 'least – most', 'target', ''];
  const rows = results.map((result) => {
    const { measure, raw, product, ratio, ratioMin, ratioMax } = result;
    return [
      measure.id,
      measure.what,
      raw === undefined ? '–' : short(raw),
      Number.isNaN(product) ? '–' : short(product),
      measure.unit,
      ratio === undefined ? '–' : ratio.toFixed(2),
      ratioMin === undefined || ratioMax === undefined ? '' : `${ratioMin.toFixed(2)} – ${ratioMax.toFixed(2)}`,
      targetText(measure.target, measure.unit),
      verdictText(result),
    ];
  });
  const widths = head.map((title, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)));
  const isNumber = (column: number): boolean => [2, 3, 5].includes(column);
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) =>
          isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function targetText(target: Target, unit: string): string {
  switch (target.kind) {
    case 'ratioAtLeast':
      return `≥ ${String(target.ratio)}${target.floor === undefined ? '' : ` (floor ${String(target.floor)})`}`;
    case 'ratioAtMost':
      return `≤ ${String(target.ratio)}`;
    case 'ratioWithin':
      return `${String(target.ratio)} ± ${String(target.tolerance)}`;
    case 'productAtMost':
      return `≤ ${String(target.value)} ${unit}`;
  }
}

function verdictText({ met, floorMet, notMeasured, measure: { target } }: Result): string {
  if (notMeasured !== undefined) return `NOT MEASURED: ${notMeasured}`;
  if (met) return 'met';
  return floorMet && target.kind === 'ratioAtLeast' && target.floor !== undefined ? 'missed; floor met' : 'missed';
}

function rounded(figure: number): number {
  return Number(figure.toPrecision(4));
}
