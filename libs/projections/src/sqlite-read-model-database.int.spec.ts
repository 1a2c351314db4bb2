import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeReadModels } from './read-models.conformance.ts';
import { openReadModels } from './read-models.ts';
import { rebuildReadModels } from './rebuild.ts';
import type { ReadModelDatabase } from './read-model-database.ts';
import { TEST_CLOCKS } from './testing/clock-world.ts';

describeReadModels('SQLite', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'read-models-'));
  const file = join(directory, 'read-models.sqlite');
  const rebuilt: ReadModelDatabase[] = [];
  const writer = await openReadModels({ file, mode: 'write' });
  return {
    writer,
    openReader: () => openReadModels({ file, mode: 'read' }),
    rebuild: async (eventStore) => {
      const other = join(directory, 'rebuilt.sqlite');
      await rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, file: other });
      const reader = await openReadModels({ file: other, mode: 'read' });
      rebuilt.push(reader);
      return reader;
    },
    close: async () => {
      for (const reader of rebuilt) await reader.close();
      await writer.close();
      rmSync(directory, { recursive: true });
    },
  };
});
