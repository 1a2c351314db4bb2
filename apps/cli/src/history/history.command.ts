import { Command } from 'commander';
import type { HistoryFilters, RecordEntry } from '#libs/sdk';
import { CliError } from '../cli-error.ts';
import { ledgerOf, outputOf } from '../ledger-access.ts';
import { note, type Output, printJson, printLine } from '../terminal/output.ts';
import { listed, wholeNumber } from '../option-values.ts';
import { printable } from '../terminal/printable.ts';
import { historyLines } from './history-table.ts';
import { readIdentifier } from './identifier-input.ts';

interface HistoryOptions {
  readonly controller?: string;
  readonly scheme?: string;
  readonly type?: readonly string[];
  readonly category?: readonly string[];
  readonly purpose?: readonly string[];
  readonly recipient?: readonly string[];
  readonly family?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly order?: string;
  readonly reveal?: readonly string[];
  readonly atLeast?: number;
  readonly limit?: number;
}

/** Rows laid out together, and fetched together. */
const ROWS_AT_ONCE = 200;

const HELP = `
The person is named by the ledger's own subject id, or by an identifier at a controller: then its value is read
from standard input or asked for, never taken as an argument.
  pdl history 018f…
  pdl history --controller clex --scheme email < address.txt
Lists are separated by commas, or the option is repeated. Every look is recorded in the history itself.`;

export function historyCommand(): Command {
  return new Command('history')
    .description("a person's history")
    .argument('[subjectId]')
    .option('--controller <id>', 'the data controller who knows the identifier')
    .option('--scheme <scheme>', 'kind of the identifier: userId, email, phone …')
    .option('--type <types>', 'record types', listed)
    .option('--category <terms>', 'categories of personal data, as IRIs or prefixed names', listed)
    .option('--purpose <terms>', 'purposes', listed)
    .option('--recipient <ids>', 'recipients', listed)
    .option('--family <families>', 'processing, identity, access', listed)
    .option('--from <instant>', 'occurred at or after (RFC 3339)')
    .option('--to <instant>', 'occurred at or before')
    .option('--as-of <instant>', 'the world as it was then')
    .option('--known-at <instant>', 'what the ledger knew then')
    .option('--order <order>', 'asc or desc, as recorded; default desc')
    .option('--reveal <parts>', 'open sealed parts: identifiers, statements, details; needs the permission', listed)
    .option('--at-least <position>', 'wait until this position can be read', wholeNumber)
    .option('--limit <count>', 'stop after so many', wholeNumber)
    .addHelpText('after', HELP)
    .action(showHistory);
}

async function showHistory(subjectId: string | undefined, options: HistoryOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const ledger = ledgerOf(command);
  const subject = subjectId ?? (await lookUp(options, command));
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  let shown = 0;
  let rows: RecordEntry[] = [];
  if (limit > 0) {
    for await (const entry of ledger.history(subject, filtersOf(options))) {
      if (output.isJson) await printJson(output, entry);
      else rows.push(entry);
      shown += 1;
      if (rows.length === ROWS_AT_ONCE) {
        await printRows(output, rows);
        rows = [];
      }
      if (shown >= limit) break;
    }
  }
  if (rows.length > 0) await printRows(output, rows);
  if (!output.isJson) note(output, shown === 1 ? '1 event' : `${shown.toLocaleString('en')} events`);
}

async function printRows(output: Output, rows: readonly RecordEntry[]): Promise<void> {
  for (const line of historyLines(rows)) await printLine(output, line);
  for (const { revealed, id } of rows) {
    if (revealed !== undefined) await printLine(output, printable(`${id} ${JSON.stringify(revealed)}`));
  }
}

async function lookUp({ controller, scheme }: HistoryOptions, command: Command): Promise<string> {
  if (controller === undefined || scheme === undefined) {
    throw new CliError('usage', 'Give a subject id, or --controller and --scheme.');
  }
  const value = await readIdentifier(process.stdin, process.stderr);
  const found = await ledgerOf(command).lookup({ controllerId: controller, identifier: { scheme, value } });
  if (found === undefined) throw new CliError('notFound', 'The ledger knows nobody by this identifier there.');
  return found;
}

/** Values are the ledger's to judge: its problems name what it knows. */
function filtersOf(options: HistoryOptions): HistoryFilters {
  const { type, category, purpose, recipient, family, from, to, asOf, knownAt, order, reveal, atLeast } = options;
  const given = {
    type,
    category,
    purpose,
    recipient,
    family,
    occurredFrom: from,
    occurredTo: to,
    asOf,
    knownAt,
    order,
    reveal,
    atLeast,
    limit: Math.min(options.limit ?? ROWS_AT_ONCE, ROWS_AT_ONCE),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
