import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { EmbeddedEventStore, EventStoreError } from '#libs/event-store';
import { loadClockWorld } from '#libs/policy-packs';
import { ProjectionError, rebuildReadModels, type Rebuilt } from '#libs/projections';
import { CliError } from '../cli-error.ts';
import { dataDirOf } from '../data-dir.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { outputOf } from '../ledger-access.ts';
import { note, type Output, printJson, printLine } from '../terminal/output.ts';
import { startProgress } from '../terminal/progress.ts';

const LOG_FILE = 'events.sqlite';
const READ_MODELS_FILE = 'read-models.sqlite';

export function rebuildCommand(setExitCode: (code: ExitCode) => void): Command {
  return new Command('rebuild')
    .description('make the read models anew from the log; the service must be stopped')
    .option('--data-dir <folder>', "the service's data folder; or PDL_DATA_DIR")
    .action(async (options: { readonly dataDir?: string }, command: Command) => {
      const dataDir = dataDirOf(options.dataDir);
      const output = outputOf(command);
      const begun = performance.now();
      const rebuilt = await rebuild(dataDir, output);
      const seconds = (performance.now() - begun) / 1_000;
      await printResult(output, rebuilt, seconds);
      if (rebuilt.parked > 0) setExitCode(EXIT.failed);
    });
}

async function rebuild(dataDir: string, output: Output): Promise<Rebuilt> {
  if (!existsSync(join(dataDir, LOG_FILE))) {
    throw new CliError('usage', `There is no ${LOG_FILE} in that folder.`);
  }
  const eventStore = await EmbeddedEventStore.open({ directory: dataDir, readOnly: true }).catch(explain);
  const progress = startProgress(output, { unit: 'events', total: await eventStore.lastPosition() });
  try {
    return await rebuildReadModels({
      eventStore,
      clocks: loadClockWorld(),
      file: join(dataDir, READ_MODELS_FILE),
      onProgress: ({ events, position }) => progress.update(position, events),
      onParked: ({ position, type, reason }) =>
        progress.say(`Event ${String(position)} (${type}) is left out: ${reason}.`),
    }).catch(explain);
  } finally {
    progress.stop();
    await eventStore.close();
  }
}

function explain(error: unknown): never {
  const isOurs = error instanceof EventStoreError || error instanceof ProjectionError;
  if (isOurs && error.code === 'locked') {
    throw new CliError('inUse', 'The service, or another rebuild, holds this folder. Stop it first.', { cause: error });
  }
  if (isOurs && error.code === 'damaged') throw new CliError('damaged', error.message, { cause: error });
  throw error;
}

async function printResult(output: Output, { events, parked }: Rebuilt, seconds: number): Promise<void> {
  const eventsPerSecond = Math.round(events / Math.max(seconds, 0.001));
  if (output.isJson) {
    await printJson(output, { events, parked, seconds: Math.round(seconds * 1_000) / 1_000, eventsPerSecond });
    return;
  }
  const rate = `${seconds.toFixed(1)} s, ${eventsPerSecond.toLocaleString('en')}/s`;
  await printLine(output, `Rebuilt from ${events.toLocaleString('en')} events (${rate}).`);
  if (parked > 0) note(output, `${String(parked)} events could not be projected and were left out.`);
}
