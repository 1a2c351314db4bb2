/**
 * Writes `openapi.json` at the root of the repository from the routes of the service. With `--check` writes nothing and
 * exits with 1 if the file is not what it would write. Runs from the build: decorators cannot be run from source.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLedgerApp } from '../create-ledger-app.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { buildOpenApiDocument } from './build-openapi-document.ts';

/** npm scripts run at the root of the repository. */
const FILE = join(process.cwd(), 'openapi.json');

async function render(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pdl-openapi-'));
  try {
    const settings = loadSettings({ PDL_DATA_DIR: dataDir, PDL_PORT: '0', PDL_LOG_LEVEL: 'error' });
    const ledger = await createLedgerApp(settings);
    try {
      return `${JSON.stringify(buildOpenApiDocument(ledger.app), null, 2)}\n`;
    } finally {
      await ledger.close();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const wanted = await render();
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, wanted);
} else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== wanted) {
  process.stderr.write('openapi.json is not up to date. Run: npm run generate\n');
  process.exitCode = 1;
}
