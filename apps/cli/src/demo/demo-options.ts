import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT } from '../exit-code.ts';

export interface DemoOptions {
  readonly seed: number;
  readonly subjects: number;
  readonly data: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly once: boolean;
}

/** Telephone numbers of invented people have four digits. */
const SUBJECT_COUNT_MAX = 10_000;
const SUBJECT_COUNT_MIN = 20;

/** Prints and exits on `--help` and on wrong usage. */
export function readOptions(argv: readonly string[]): DemoOptions {
  const program = new Command('npm run demo --')
    .description(
      'Start a ledger, let five companies report two invented years, restart it, check that nothing is lost.',
    )
    .addOption(option('--seed <number>', 'whose lives are told', whole(0, 0xffff_ffff), 20_261_122))
    .addOption(option('--subjects <number>', 'how many', whole(SUBJECT_COUNT_MIN, SUBJECT_COUNT_MAX), 3_000))
    .option('--data <folder>', 'folder of the demo, made anew each time', './data/demo')
    .addOption(option('--port <number>', 'port of the ledger; 0: one that is free', whole(0, 65_535), 0))
    .option('--once', 'end after the checks, with an exit code other than 0 if one failed', false)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? EXIT.ok : EXIT.usage));
  return program.parse(argv, { from: 'user' }).opts<DemoOptions>();
}

function option(flags: string, description: string, reading: { parse: (text: string) => number }, preset = 0): Option {
  return new Option(flags, description).argParser(reading.parse).default(preset);
}

function whole(least: number, most: number): { parse: (text: string) => number } {
  return {
    parse: (text) => {
      const value = Number(text);
      if (/^\d+$/.test(text) && value >= least && value <= most) return value;
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    },
  };
}
