/**
 * Writes `docs/problems.md` from the catalogue of problems. With `--check` writes nothing and exits with 1 if the file is
 * not what it would write.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderProblemCatalogue } from '../apps/ledger/src/problems/problem-catalogue.ts';

const FILE = join(import.meta.dirname, '..', 'docs', 'problems.md');
const wanted = renderProblemCatalogue();

if (process.argv.includes('--check')) {
  if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== wanted) {
    console.error('docs/problems.md is not up to date. Run: npm run generate');
    process.exitCode = 1;
  }
} else {
  writeFileSync(FILE, wanted);
}
