import { machineLine, jsonReport, tableReport } from './bench-report.ts';
import { parseOptions, USAGE, type BenchOptions } from './bench-options.ts';
import { BENCHMARKS } from './benchmarks/index.ts';
import { profileReport } from './profile/profile-report.ts';
import { runBenchmarks } from './run-benchmarks.ts';
import { Workplace } from './workplace.ts';

const BROKEN = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

/** Measures, prints and judges nothing: the exit code tells only whether something broke. */
async function main(options: BenchOptions): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const workplace = new Workplace(options, say);
  process.once('SIGINT', () => {
    isInterrupted = true;
    void workplace.close().finally(() => process.exit(INTERRUPTED));
  });
  const machine = machineLine();
  say(machine);
  if (workplace.isInMemory) say('The scratch folder is in memory: no durable figure means anything. See --directory.');
  try {
    const results = await runBenchmarks(BENCHMARKS, { workplace, options, say });
    if (options.isJson) process.stdout.write(`${jsonReport(results)}\n`);
    else process.stdout.write(`\n${machine}\n${tableReport(results)}\n\n${NOTES}\n`);
  } finally {
    await workplace.close();
  }
  if (workplace.profile === undefined) return;
  say(profileReport(workplace.profile));
  say(`Profiles and this summary are in ${workplace.profile.directory}`);
}

const NOTES = `Raw figure and product alternate in one run; both columns are medians over the rounds. The ratio is product / raw, and
the median of the rounds' own ratios, so it can differ a little from the quotient of the columns.`;

let isInterrupted = false;
const options = parseOrExplain();
if (options === 'help') process.stdout.write(USAGE);
else if (options !== undefined) await main(options).catch(explain);

/** What an interruption tears down complains, and nobody needs to hear it. */
function explain(error: unknown): void {
  if (isInterrupted) return;
  const causes: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) causes.push(cause.stack ?? cause.message);
  process.stderr.write(`The benchmarks broke off.\n${causes.join('\nbecause of ')}\n`);
  process.exitCode = BROKEN;
}

function parseOrExplain(): BenchOptions | 'help' | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    process.exitCode = WRONG_USAGE;
    return undefined;
  }
}
