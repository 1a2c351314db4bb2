import './garbage-collection.ts';
import 'reflect-metadata';
import { createLedgerApp, type LedgerApp } from './create-ledger-app.ts';
import { DevIdentityAuthenticator } from './identity/index.ts';
import { Metrics, shutDownOnSignals } from './operations/index.ts';
import { loadSettings, type Settings } from './settings/index.ts';
import { describeStartFailure } from './start-failure.ts';

/** Exit code where the ledger cannot start as it is set up. */
const CANNOT_START = 78;

let settings: Settings | undefined;
try {
  settings = loadSettings(process.env);
  const ledger = await createLedgerApp(settings);
  ledger.app.get(Metrics).collectProcessMetrics();
  await ledger.app.listen(settings.port, settings.host);
  const { log } = ledger.app.getHttpAdapter().getInstance();
  const url = await ledger.app.getUrl();
  announce(settings, url);
  log.info({ url }, 'listening');
  shutDownOnSignals({ steps: stepsOf(ledger), graceMs: settings.shutdownGraceMs, log });
} catch (error) {
  process.stderr.write(`${describeStartFailure(error, settings)}\n`);
  process.exit(CANNOT_START);
}

function stepsOf(ledger: LedgerApp) {
  return [{ name: 'ledger', close: () => ledger.close() }];
}

/** Tokens go to the terminal of whoever started the ledger and nowhere else. */
function announce(settings: Settings, url: string): void {
  if (!settings.devIdentity) return;
  const tokens = new DevIdentityAuthenticator(settings).describeTokens();
  const lines = tokens.map(({ role, token }) => `  ${role.padEnd(10)} ${token}`);
  process.stderr.write(
    `The ledger listens on ${url} (documentation: ${url}/docs). Development tokens:\n${lines.join('\n')}\n`,
  );
}
