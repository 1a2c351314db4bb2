import cliProgress from 'cli-progress';
import type { Output } from './output.ts';

export interface Progress {
  /** @param done In the unit of `total`. @param items Counted for the rate. */
  update(done: number, items: number): void;
  /** A line above the bar. */
  say(line: string): void;
  stop(): void;
}

export interface ProgressOptions {
  /** What `items` are: `records`, `events`. */
  readonly unit: string;
  /** What `done` runs up to; `undefined` where nobody knows. */
  readonly total: number | undefined;
  /** `items` at the start, where something was done before. */
  readonly itemsBefore?: number;
}

/** Between two lines where there is no terminal, in milliseconds: a log is read later, and by people. */
const LINE_EVERY_MS = 10_000;
const FRAMES_PER_SECOND = 8;

/** A bar on a terminal, a line now and then otherwise, and nothing for `--json`. All of it goes to `err`. */
export function startProgress(output: Output, options: ProgressOptions): Progress {
  const rate = rateOf(options.itemsBefore ?? 0);
  if (output.isJson) return silent(output);
  return output.err.isTTY && options.total !== undefined ? bar(output, options, rate) : lines(output, options, rate);
}

function rateOf(itemsBefore: number): (items: number) => string {
  const begun = performance.now();
  return (items) => {
    const seconds = Math.max((performance.now() - begun) / 1_000, 0.001);
    return Math.round((items - itemsBefore) / seconds).toLocaleString('en');
  };
}

function silent({ err }: Output): Progress {
  return {
    update: () => undefined,
    say: (line) => err.write(`${line}\n`),
    stop: () => undefined,
  };
}

function bar({ err }: Output, { unit, total = 0 }: ProgressOptions, rate: (items: number) => string): Progress {
  const shown = new cliProgress.SingleBar({
    format: `{bar} {percentage}%  {items} ${unit}  {rate}/s  {eta_formatted} left`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 28,
    fps: FRAMES_PER_SECOND,
    etaBuffer: 100,
    stream: err,
    hideCursor: true,
    stopOnComplete: false,
  });
  shown.start(total, 0, { items: '0', rate: '0' });
  return {
    update: (done, items) =>
      shown.update(Math.min(done, total), { items: items.toLocaleString('en'), rate: rate(items) }),
    say: (line) => err.write(`\r\u001b[K${line}\n`),
    stop: () => shown.stop(),
  };
}

function lines({ err }: Output, { unit, total }: ProgressOptions, rate: (items: number) => string): Progress {
  let last = performance.now();
  return {
    update: (done, items) => {
      if (performance.now() - last < LINE_EVERY_MS) return;
      last = performance.now();
      const part = total === undefined || total === 0 ? '' : `${String(Math.floor((100 * done) / total))}%  `;
      err.write(`${part}${items.toLocaleString('en')} ${unit}  ${rate(items)}/s\n`);
    },
    say: (line) => err.write(`${line}\n`),
    stop: () => undefined,
  };
}
