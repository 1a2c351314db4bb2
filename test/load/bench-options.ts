import { parseArgs } from 'node:util';

export const USAGE = `npm run bench -- [options]
  --only T1,T2      only the benchmarks that have one of these figures
  --rounds N        rounds of each benchmark (5; with --quick 3)
  --records N       events in the log of T5 and T6, records up to which T10 grows (1,000,000; with --quick 60,000)
  --minutes N       how long SOAK runs (30); it runs only with --only SOAK
  --gigabytes N     SOAK ends early when its ledger has become that large (40)
  --quick           small sizes, about a minute: figures are rougher
  --json            a list of {id, what, ratio, target, met, raw, product, unit} on standard output
  --profile DIR     CPU profiles of the service while it is measured, with a summary; the figures then mean less
  --directory DIR   where scratch data goes (default: the system's temporary folder); must be a real disk
  --keep            leave the scratch data there
`;

/** How much work a round is. */
export interface Sizes {
  /** Data subjects that exist before T1 and T2. */
  readonly subjects: number;
  /** Of 500 records each. */
  readonly batches: number;
  readonly batchesOfNewSubjects: number;
  readonly singles: number;
  readonly records: number;
  readonly histories: number;
}

export interface BenchOptions {
  readonly only: readonly string[];
  readonly rounds: number;
  readonly sizes: Sizes;
  readonly soak: { readonly minutes: number; readonly gigabytes: number };
  readonly isJson: boolean;
  readonly profileDirectory: string | undefined;
  readonly directory: string | undefined;
  readonly keep: boolean;
}

const FULL: Sizes = {
  subjects: 50_000,
  batches: 80,
  batchesOfNewSubjects: 30,
  singles: 16_000,
  records: 1_000_000,
  histories: 2_000,
};
const QUICK: Sizes = {
  subjects: 10_000,
  batches: 24,
  batchesOfNewSubjects: 10,
  singles: 5_000,
  records: 60_000,
  histories: 500,
};

const SOAK = { minutes: 30, gigabytes: 40 };

/** `help` when that was asked for. @throws Error saying which option is wrong */
export function parseOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string' },
      records: { type: 'string' },
      minutes: { type: 'string' },
      gigabytes: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      profile: { type: 'string' },
      directory: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const sizes = values.quick ? QUICK : FULL;
  return {
    only: (values.only ?? '').split(',').flatMap((id) => id.trim().toUpperCase() || []),
    rounds: countFrom('rounds', values.rounds) ?? (values.quick ? 3 : 5),
    sizes: { ...sizes, records: countFrom('records', values.records) ?? sizes.records },
    soak: {
      minutes: countFrom('minutes', values.minutes) ?? SOAK.minutes,
      gigabytes: countFrom('gigabytes', values.gigabytes) ?? SOAK.gigabytes,
    },
    isJson: values.json,
    profileDirectory: values.profile,
    directory: values.directory,
    keep: values.keep,
  };
}

function countFrom(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const count = Number(text.replaceAll(/[_,]/g, ''));
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--${name} must be a whole number of at least 1`);
  return count;
}
