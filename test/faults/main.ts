/** `npm run faults`: every fault that the ledger makes a promise about, one line each: result, rounds, seed, promise. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { tryRow, type RowResult } from './harness/try-row.ts';
import { faultRows } from './rows/index.ts';

const USAGE = `npm run faults -- [options]
  --only ROW    only this row; may be repeated
  --rounds N    rounds of each row (as many as the row's long form has)
  --seed N      play the same rounds again
  --short       as few rounds as CI tries
  --json        a list of results on standard output
`;

const values = options();
if (values.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}

const form = values.short ? 'short' : 'long';
const rows = faultRows.filter(({ name }) => values.only?.includes(name) ?? true);
const unknown = (values.only ?? []).filter((name) => faultRows.every((row) => row.name !== name));
const rounds = wholeNumber('rounds', values.rounds);
const seed = wholeNumber('seed', values.seed) ?? randomInt(1, 2 ** 31);
if (unknown.length > 0) {
  const names = faultRows.map(({ name }) => name).join(', ');
  process.stderr.write(`There is no row ${unknown.join(', ')}. The rows are: ${names}.\n`);
  process.exit(2);
}

const results: RowResult[] = [];
for (const row of rows) {
  const result = await tryRow(row, { seed, form, rounds: rounds ?? row.rounds[form] });
  results.push(result);
  if (!values.json) process.stdout.write(lineOf(result));
}
const count = (wanted: RowResult['result']): number => results.filter(({ result }) => result === wanted).length;
if (values.json) process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
else process.stdout.write(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped\n`);
process.exitCode = count('failed') === 0 ? 0 : 1;

function lineOf({ name, promise, result, rounds: tried, seed: from, seconds, detail }: RowResult): string {
  const head = [result.toUpperCase(), name.padEnd(18), `${tried} rounds`, `seed ${from}`, `${seconds} s`, promise];
  return `${head.join('  ')}${detail === undefined ? '' : `\n         ${detail.replaceAll('\n', '\n         ')}`}\n`;
}

function options() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string', multiple: true },
        rounds: { type: 'string' },
        seed: { type: 'string' },
        short: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'Unknown options.'}\n${USAGE}`);
    process.exit(2);
  }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,9}$/.test(text)) return text === undefined ? undefined : Number(text);
  process.stderr.write(`--${name} takes a whole number from 1.\n`);
  process.exit(2);
}
