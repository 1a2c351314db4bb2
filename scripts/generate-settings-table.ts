/**
 * Renews the table of settings in README.md from the built service (decorators cannot be run from source). With `--check`
 * writes nothing and exits with 1 if the table is not up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as SettingsTable from '../apps/ledger/src/settings/settings-table.ts';

const ROOT = join(import.meta.dirname, '..');
const FILE = join(ROOT, 'README.md');
const built = pathToFileURL(join(ROOT, 'dist/apps/ledger/src/settings/settings-table.js')).href;
const { withSettingsTable } = (await import(built)) as typeof SettingsTable;

const text = readFileSync(FILE, 'utf8');
const wanted = withSettingsTable(text);

if (process.argv.includes('--check')) {
  if (text !== wanted) {
    console.error('The table of settings in README.md is not up to date. Run: npm run generate');
    process.exitCode = 1;
  }
} else {
  writeFileSync(FILE, wanted);
}
