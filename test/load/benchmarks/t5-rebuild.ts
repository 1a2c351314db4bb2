import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedEventStore } from '#libs/event-store';
import { loadClockWorld } from '#libs/policy-packs';
import { rebuildReadModels } from '#libs/projections';
import type { Benchmark } from '../benchmark.ts';
import { assertSameRows, rebuildByHand } from '../raw/raw-rebuild.ts';
import type { SeededLog } from '../seeded-log/seeded-log.ts';
import type { Workplace } from '../workplace.ts';

/** All read models from zero, through the library, against reading the log and inserting the same rows by hand. */
export function rebuild(workplace: Workplace): Benchmark {
  const file = join(workplace.directory, 'raw-read-models.sqlite');
  let isCompared = false;
  return {
    measures: [
      {
        id: 'T5',
        what: `rebuild of all read models from ${workplace.sizes.records.toLocaleString('en')} events · by hand`,
        unit: 'events/s',
        target: { kind: 'ratioAtLeast', ratio: 0.7 },
      },
    ],
    async prepare() {
      await workplace.seededLog();
    },
    async round() {
      const log = await workplace.seededLog();
      const product = log.events / (await secondsOf(() => rebuildThroughLibrary(log)));
      const like = log.readModelsFile;
      const raw = log.events / (await secondsOf(() => rebuildByHand({ eventsFile: log.eventsFile, file, like })));
      if (!isCompared) assertSameRows(like, file);
      isCompared = true;
      rmSync(file);
      return { T5: { raw, product } };
    },
  };
}

/** @throws Error when events were left out */
export async function rebuildThroughLibrary(log: SeededLog): Promise<void> {
  const eventStore = await EmbeddedEventStore.open({ directory: log.directory, readOnly: true });
  try {
    const { events, parked } = await rebuildReadModels({
      eventStore,
      clocks: loadClockWorld(),
      file: log.readModelsFile,
    });
    if (parked > 0 || events !== log.events) throw new Error('The rebuild left events out.');
  } finally {
    await eventStore.close();
  }
}

async function secondsOf(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}
