import { LedgerProcess, newDataDir, type LedgerOptions } from './ledger-process.ts';
import { CONTROLLERS, RECIPIENTS } from './report-generator.ts';

/** A new ledger that knows the controllers and recipients of generated reports. */
export async function startRegisteredLedger(env: NonNullable<LedgerOptions['env']> = {}): Promise<LedgerProcess> {
  const ledger = await LedgerProcess.start({ dataDir: newDataDir(), env });
  await registerParties(ledger);
  return ledger;
}

/** What generated reports name. */
export async function registerParties({ caller }: LedgerProcess): Promise<void> {
  for (const id of CONTROLLERS) await caller.registerController(id);
  for (const id of RECIPIENTS) await caller.registerRecipient(id);
}

/** The same ledger after an end of its process. */
export const restarted = (ledger: LedgerProcess, env: NonNullable<LedgerOptions['env']> = {}): Promise<LedgerProcess> =>
  LedgerProcess.start({ dataDir: ledger.dataDir, env });
