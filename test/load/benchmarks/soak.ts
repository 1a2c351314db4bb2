import { readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { loadBatches } from '../batch-load.ts';
import type { Benchmark } from '../benchmark.ts';
import type { LedgerUnderLoad } from '../ledger-under-load.ts';
import { MemoryWatch } from '../process-memory.ts';
import { BATCH_SIZE, registerParties } from '../reports.ts';
import { SeededRandom } from '../seeded-random.ts';
import { median, quantile } from '../statistics.ts';
import type { Workplace } from '../workplace.ts';

const SEED = 30;
const MINUTE_MS = 60_000;
const STRETCH = 40 * BATCH_SIZE;
const BYTES_PER_GIGABYTE = 1_000_000_000;
/** Left free on the disk, whatever was allowed. */
const FREE_BYTES_MIN = 5 * BYTES_PER_GIGABYTE;

interface Minute {
  readonly recordsPerSecond: number;
  readonly answers: readonly number[];
  readonly lags: readonly number[];
  readonly residentMegabytes: number;
}

/** Batches as fast as they are answered, for many minutes: whether the last third goes like the second. */
export function soak(workplace: Workplace): Benchmark {
  const { minutes, gigabytes } = workplace.soak;
  return {
    measures: [
      {
        id: 'SOAK',
        what: `batches for ${String(minutes)} minutes, last third · second third`,
        unit: 'records/s',
        target: { kind: 'ratioWithin', ratio: 1, tolerance: 0.2 },
      },
      { id: 'SOAK-p99', what: "a batch's answer, p99", unit: 'ms', target: { kind: 'productAtMost', value: 1_000 } },
      { id: 'SOAK-lag', what: 'projection lag, p99', unit: 'ms', target: { kind: 'productAtMost', value: 1_000 } },
      { id: 'SOAK-rss', what: 'resident memory, most', unit: 'MB', target: { kind: 'productAtMost', value: 512 } },
    ],
    roundsMax: 1,
    onlyWhenAsked: true,
    async prepare() {},
    async round() {
      const ledger = await workplace.startLedger(join(workplace.directory, 'soaked-ledger'));
      const memory = new MemoryWatch(ledger.pid);
      try {
        await registerParties(ledger);
        const lasting = {
          ledger,
          memory,
          subjects: workplace.sizes.subjects,
          say: (line: string) => workplace.say(line),
        };
        return figuresOf(await keepOn(lasting, { minutes, bytesMax: gigabytes * BYTES_PER_GIGABYTE }));
      } finally {
        memory.stop();
        await ledger.stop();
      }
    },
  };
}

interface Lasting {
  readonly ledger: LedgerUnderLoad;
  readonly memory: MemoryWatch;
  readonly subjects: number;
  readonly say: (line: string) => void;
}

async function keepOn(
  { ledger, memory, subjects, say }: Lasting,
  bounds: { readonly minutes: number; readonly bytesMax: number },
): Promise<readonly Minute[]> {
  const random = new SeededRandom(SEED);
  const minutes: Minute[] = [];
  while (minutes.length < bounds.minutes) {
    const full = reasonToStop(ledger.directory, bounds.bytesMax);
    if (full !== undefined) {
      say(`SOAK stops after ${String(minutes.length)} of ${String(bounds.minutes)} minutes: ${full}`);
      break;
    }
    const answers: number[] = [];
    const lags: number[] = [];
    let [records, seconds] = [0, 0];
    for (const begun = performance.now(); performance.now() - begun < MINUTE_MS;) {
      const drawn = Array.from({ length: STRETCH }, () => random.below(subjects));
      const stretch = await loadBatches(ledger, 'SOAK', drawn);
      answers.push(...stretch.milliseconds);
      lags.push(...stretch.lags);
      records += STRETCH;
      seconds += STRETCH / stretch.recordsPerSecond;
    }
    const { resident } = memory.takePeak();
    const minute = { recordsPerSecond: records / seconds, answers, lags, residentMegabytes: resident };
    minutes.push(minute);
    say(`minute ${String(minutes.length)}: ${lineOf(minute)}`);
  }
  return minutes;
}

function reasonToStop(directory: string, bytesMax: number): string | undefined {
  const bytes = readdirSync(directory).reduce((sum, name) => sum + statSync(join(directory, name)).size, 0);
  if (bytes > bytesMax) {
    return `the ledger has ${(bytes / BYTES_PER_GIGABYTE).toFixed(1)} GB, more than --gigabytes allows.`;
  }
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize < FREE_BYTES_MIN ? 'less than 5 GB are free on the disk.' : undefined;
}

function lineOf({ recordsPerSecond, answers, lags, residentMegabytes }: Minute): string {
  const ms = (values: readonly number[], part: number): string => `${quantile(values, part).toFixed(0)} ms`;
  return (
    `${Math.round(recordsPerSecond).toLocaleString('en')} records/s, answers p50 ${ms(answers, 0.5)} p99 ${ms(answers, 0.99)}, ` +
    `lag p99 ${ms(lags, 0.99)}, resident ${residentMegabytes.toFixed(0)} MB`
  );
}

/** Too few minutes make no thirds: then nothing is judged. */
function figuresOf(minutes: readonly Minute[]): Awaited<ReturnType<Benchmark['round']>> {
  const third = Math.floor(minutes.length / 3);
  const rateOf = (of: readonly Minute[]): number => median(of.map(({ recordsPerSecond }) => recordsPerSecond));
  return {
    SOAK: {
      raw: rateOf(minutes.slice(third, minutes.length - third)),
      product: third === 0 ? Number.NaN : rateOf(minutes.slice(-third)),
    },
    'SOAK-p99': {
      product: quantile(
        minutes.flatMap(({ answers }) => answers),
        0.99,
      ),
    },
    'SOAK-lag': {
      product: quantile(
        minutes.flatMap(({ lags }) => lags),
        0.99,
      ),
    },
    'SOAK-rss': { product: Math.max(...minutes.map(({ residentMegabytes }) => residentMegabytes)) },
  };
}
