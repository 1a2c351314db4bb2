import { Command } from 'commander';
import type { LedgerClient } from '#libs/sdk';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { ledgerOf, ledgerUrl, outputOf } from '../ledger-access.ts';
import { wholeNumber } from '../option-values.ts';
import type { Output } from '../terminal/output.ts';
import { type Progress, startProgress } from '../terminal/progress.ts';
import { importFile, openImport, refusedFileOf } from './import-file.ts';
import { printImportReport } from './import-report.ts';
import { importRun, type ImportState, NOTHING_IMPORTED } from './import-run.ts';
import { listenForInterruption } from './interruption.ts';

interface ImportOptions {
  readonly restart?: boolean;
  readonly batchSize: number;
  readonly concurrency: number;
}

/** Together about a minute: an import outlives the restart of the service. */
const RETRIES = { attemptsMax: 12, firstPauseMs: 200, pauseMsMax: 10_000 };
/** A wrong address is told at once. */
const PING_RETRIES = { attemptsMax: 3, firstPauseMs: 100, pauseMsMax: 1_000 };
/** Between two lines about waiting, in milliseconds. */
const WAITING_EVERY_MS = 5_000;
const BATCH_SIZE = 500;
/** What the ledger takes in one request by default. */
const BATCH_SIZE_MAX = 1_000;
const CONCURRENCY = 4;

const HELP = `
One record report a line, as POST /v1/records takes them; "-" reads standard input.
Beside the file two others are kept:
  <file>.pdl-progress.json   where to go on; the same command goes on after a crash or Ctrl-C
  <file>.refused.ndjson      line number and problem of what was refused
Records that have neither id nor source and sourceId get an id that stays the same for this import, so nothing is
recorded twice. That holds as long as the progress file is there; from standard input it holds for one run.`;

export function importCommand(setExitCode: (code: ExitCode) => void): Command {
  return new Command('import')
    .description('report the records of a file')
    .argument('<file>', 'NDJSON in UTF-8, or -')
    .option('--restart', 'begin again with the first line')
    .option('--batch-size <count>', 'records in one request', wholeNumber, BATCH_SIZE)
    .option('--concurrency <count>', 'requests under way at once', wholeNumber, CONCURRENCY)
    .addHelpText('after', HELP)
    .action(async (file: string, options: ImportOptions, command: Command) => {
      if (options.batchSize < 1 || options.batchSize > BATCH_SIZE_MAX) {
        throw new CliError('usage', `--batch-size must be between 1 and ${String(BATCH_SIZE_MAX)}.`);
      }
      if (options.concurrency < 1) throw new CliError('usage', '--concurrency must be at least 1.');
      const importing = file === '-' ? importStandardInput : importNamedFile;
      setExitCode(await importing(file, options, command));
    });
}

async function importNamedFile(file: string, options: ImportOptions, command: Command): Promise<ExitCode> {
  const output = outputOf(command);
  const opened = await openImport(file, { ledger: ledgerUrl(command), restart: options.restart === true });
  const { place, recorded, replayed, refused, input } = opened.progress;
  const progress = startProgress(output, {
    unit: 'records',
    total: input.bytes,
    itemsBefore: recorded + replayed + refused,
  });
  using interruption = listenForInterruption(() => progress.say('Stopping after what is under way …'));
  const begun = performance.now();
  let state: ImportState = opened.progress;
  let isComplete = opened.progress.isComplete;
  try {
    if (!isComplete) {
      const show = (now: ImportState): void => {
        state = now;
        progress.update(now.place.byteOffset, now.recorded + now.replayed + now.refused);
      };
      state = await importFile({
        ...options,
        ...interruption,
        import: opened,
        ledger: await patientLedger(command, progress),
        onStep: show,
      });
      isComplete = !interruption.stop.aborted;
    }
  } finally {
    progress.stop();
    const seconds = (performance.now() - begun) / 1_000;
    await printImportReport(output, {
      state,
      isComplete,
      seconds,
      fromLine: place.line,
      refusedFile: refusedFileOf(file),
    });
  }
  return exitCodeOf(state, isComplete);
}

async function importStandardInput(_file: string, options: ImportOptions, command: Command): Promise<ExitCode> {
  const output: Output = outputOf(command);
  const progress = startProgress(output, { unit: 'records', total: undefined });
  using interruption = listenForInterruption(() => {
    progress.say('Stopping after what is under way …');
    process.stdin.destroy();
  });
  const begun = performance.now();
  let state = NOTHING_IMPORTED;
  let isComplete = false;
  try {
    const run = { ...options, ...interruption, input: process.stdin, from: state };
    for await (const step of importRun({ ...run, ledger: await patientLedger(command, progress) })) {
      state = step.state;
      for (const refused of step.refused) progress.say(JSON.stringify(refused));
      progress.update(state.place.byteOffset, state.recorded + state.replayed + state.refused);
    }
    isComplete = !interruption.stop.aborted;
  } finally {
    progress.stop();
    await printImportReport(output, { state, isComplete, seconds: (performance.now() - begun) / 1_000, fromLine: 0 });
  }
  return exitCodeOf(state, isComplete);
}

/** A ledger that is there, and waited for when it goes away later. */
async function patientLedger(command: Command, progress: Progress): Promise<LedgerClient> {
  await ledgerOf(command, { retry: PING_RETRIES }).ping();
  let toldAt = Number.NEGATIVE_INFINITY;
  return ledgerOf(command, {
    retry: {
      ...RETRIES,
      onRetry: ({ code }) => {
        if (performance.now() - toldAt < WAITING_EVERY_MS) return;
        toldAt = performance.now();
        progress.say(`Trying again: ${code}.`);
      },
    },
  });
}

function exitCodeOf({ refused }: ImportState, isComplete: boolean): ExitCode {
  if (!isComplete) return EXIT.interrupted;
  return refused > 0 ? EXIT.failed : EXIT.ok;
}
