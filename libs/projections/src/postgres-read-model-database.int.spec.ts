import { afterAll, beforeAll } from '@jest/globals';
import { describeOnPostgres } from '../../../test/support/describe-on-postgres.ts';
import { POSTGRES_START_TIMEOUT_MS, PostgresServer } from '../../../test/support/postgres-server.ts';
import { describeReadModels } from './read-models.conformance.ts';
import { openReadModels } from './read-models.ts';
import { rebuildReadModels } from './rebuild.ts';
import type { ReadModelDatabase } from './read-model-database.ts';
import { TEST_CLOCKS } from './testing/clock-world.ts';

const server = new PostgresServer();
const describePostgres = await describeOnPostgres();

describePostgres('PostgresReadModelDatabase', () => {
  beforeAll(() => server.start(), POSTGRES_START_TIMEOUT_MS);
  afterAll(() => server.stop());

  describeReadModels('PostgreSQL', async () => {
    const schema = server.newSchema('read_models');
    const place = { connectionString: server.url, schema };
    const rebuilt: { readonly schema: string; readonly reader: ReadModelDatabase }[] = [];
    const writer = await openReadModels({ ...place, mode: 'write' });
    return {
      writer,
      openReader: () => openReadModels({ ...place, mode: 'read' }),
      rebuild: async (eventStore) => {
        const other = { ...place, schema: server.newSchema('read_models') };
        await rebuildReadModels({ clocks: TEST_CLOCKS, eventStore, ...other });
        const reader = await openReadModels({ ...other, mode: 'read' });
        rebuilt.push({ ...other, reader });
        return reader;
      },
      close: async () => {
        for (const other of rebuilt) {
          await other.reader.close();
          await server.dropSchema(other.schema);
        }
        await writer.close();
        await server.dropSchema(schema);
      },
    };
  });
});
