import { Command, CommanderError } from 'commander';
import { LedgerError } from '#libs/sdk';
import { backupCommand } from './backup/backup.command.ts';
import { restoreCommand } from './backup/restore.command.ts';
import { CliError } from './cli-error.ts';
import { fieldErrorLines } from './field-errors.ts';
import { EXIT, EXIT_CODES_HELP, exitCodeOf, type ExitCode } from './exit-code.ts';
import { historyCommand } from './history/history.command.ts';
import { keysCommand } from './keys/keys.command.ts';
import { policyCommand } from './policy/policy.command.ts';
import { productVersion } from './product-version.ts';
import { rebuildCommand } from './rebuild/rebuild.command.ts';
import { importCommand } from './records-import/import.command.ts';
import { printable } from './terminal/printable.ts';

const DEFAULT_URL = 'http://127.0.0.1:8080';

/** Run `pdl` once. Commands set `process.exitCode` only through what this resolves to. */
export async function runProgram(argv: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = createProgram((code) => (exitCode = code));
  // A reader that has enough (`pdl history … | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed),
  );
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error) {
    return reportFailure(error, program.opts<{ json?: boolean }>().json === true);
  }
}

function createProgram(setExitCode: (code: ExitCode) => void): Command {
  const program = new Command('pdl')
    .description('The personal-data ledger from the command line.')
    .version(productVersion(), '-V, --version', 'print the version')
    .option('--url <address>', 'address of the ledger; or PDL_URL', process.env['PDL_URL'] ?? DEFAULT_URL)
    .option(
      '--token-file <file>',
      'file that holds the bearer token; or PDL_TOKEN (never an argument: others see those)',
    )
    .option('--json', 'print the result as JSON, and nothing else')
    .addHelpText('after', EXIT_CODES_HELP);
  program.command('records').description('records of processing').addCommand(importCommand(setExitCode));
  program.addCommand(historyCommand()).addCommand(rebuildCommand(setExitCode)).addCommand(keysCommand(setExitCode));
  program.addCommand(policyCommand(setExitCode));
  program.addCommand(backupCommand()).addCommand(restoreCommand());
  setUpAll(program);
  return program;
}

/** Settings of a command are not handed to commands added to it, so each is told. */
function setUpAll(command: Command): void {
  command.exitOverride().showHelpAfterError('(--help tells how)').configureHelp({ showGlobalOptions: true });
  command.commands.forEach(setUpAll);
}

function reportFailure(error: unknown, isJson: boolean): ExitCode {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof LedgerError) {
    write(isJson, { code: error.code, message: error.message, ...(error.problem && { problem: error.problem }) });
    const advice =
      error.code === 'unreachable' ? 'Is it running, and is --url (or PDL_URL) right?' : error.problem?.action;
    if (!isJson) {
      for (const line of fieldErrorLines(error.problem)) process.stderr.write(`${line}\n`);
      if (advice !== undefined) process.stderr.write(`${printable(advice)}\n`);
    }
    return exitCodeOf(error);
  }
  if (error instanceof CliError) {
    write(isJson, { code: error.code, message: error.message });
    return error.exitCode;
  }
  write(isJson, { code: 'internal', message: error instanceof Error ? error.message : 'unknown failure' });
  return EXIT.failed;
}

function write(isJson: boolean, failure: { readonly code: string; readonly message: string }): void {
  const text = isJson ? JSON.stringify(failure) : `pdl: ${printable(failure.message)} (${printable(failure.code)})`;
  process.stderr.write(`${text}\n`);
}
