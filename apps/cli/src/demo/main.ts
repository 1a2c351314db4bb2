import { EXIT } from '../exit-code.ts';
import { DemoError } from './demo-error.ts';
import { readOptions } from './demo-options.ts';
import type { LedgerProcess } from './ledger-process.ts';
import { runDemo } from './run-demo.ts';

const begun = performance.now();
const options = readOptions(process.argv.slice(2));
let ledger: LedgerProcess | undefined;
let isServing = false;
let isLeaving = false;

process.once('exit', () => ledger?.abandon());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void leave(isServing ? EXIT.ok : EXIT.interrupted));
}

async function leave(code: number): Promise<void> {
  isLeaving = true;
  process.stdout.write('\n  Stopping the ledger …\n');
  try {
    await ledger?.stop();
  } catch (error) {
    explain(error);
    process.exit(EXIT.failed);
  }
  process.exit(code);
}

function explain(error: unknown): void {
  const isForPeople = error instanceof DemoError || (error instanceof Error && error.name === 'LedgerError');
  process.stderr.write(`\n${isForPeople ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
}

try {
  const onLedger = (started: LedgerProcess): void => {
    ledger = started;
  };
  const run = await runDemo({ options, onLedger });
  const failed = run.results.filter(({ passed }) => !passed).length;
  const took = ((performance.now() - begun) / 1_000).toFixed(0);
  const verdict =
    failed === 0 ? `All ${run.results.length} checks passed` : `${failed} of ${run.results.length} checks FAILED`;
  process.stdout.write(
    `\n  ${verdict}, ${took} s.${options.once ? '' : ' The ledger goes on serving until Ctrl-C.'}\n`,
  );
  if (options.once) {
    await run.ledger.stop();
    process.exit(failed === 0 ? EXIT.ok : EXIT.failed);
  }
  isServing = true;
  run.ledger.died.addEventListener('abort', () => {
    explain(run.ledger.died.reason);
    process.exit(EXIT.failed);
  });
} catch (error) {
  // Whoever pressed Ctrl-C knows why the ledger stopped answering.
  if (!isLeaving) {
    explain(error);
    await ledger?.stop().catch(() => undefined);
    process.exit(EXIT.failed);
  }
}
