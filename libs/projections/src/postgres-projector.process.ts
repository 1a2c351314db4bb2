import { writeSync } from 'node:fs';
import { sql } from 'kysely';
import { EmbeddedEventStore } from '#libs/event-store';
import { openReadModels } from './read-models.ts';
import { Projector } from './projector.ts';
import type { Projection } from './projection.ts';
import { testProjections } from './testing/clock-world.ts';

/**
 * A projector in a process of its own, which the specs kill, stop and wake. Prints a line of JSON whenever it begins to
 * lead or to wait, and for each batch. Arguments: folder of the log, connection string, schema, stall timeout in ms.
 */
export type ProjectorLine =
  { readonly role: 'leading' | 'waiting' } | { readonly position: number | undefined; readonly events: number };

/** Small, so that a kill often comes in the middle of something. */
const BATCH_SIZE = 20;

/** Adds up events, so that one that is applied twice shows; a row that is written twice would only be refused. */
const tally: Projection = {
  name: 'tally',
  version: 1,
  createTables: async ({ query }) => {
    await sql`create table tally (events bigint not null)`.execute(query);
    await sql`insert into tally (events) values (0)`.execute(query);
  },
  project: async (batch, { query }) => {
    await sql`update tally set events = events + ${batch.length}`.execute(query);
  },
};

const [directory = '', connectionString = '', schema = '', stallTimeoutMs = '5000'] = process.argv.slice(2);
const tell = (line: ProjectorLine) => writeSync(1, `${JSON.stringify(line)}\n`);

const projector = new Projector({
  eventStore: await EmbeddedEventStore.open({ directory, readOnly: true }),
  database: await openReadModels({
    connectionString,
    schema,
    stallTimeoutMs: Number(stallTimeoutMs),
    mode: 'write',
  }),
  projections: [...testProjections(), tally],
  batchSizeMax: BATCH_SIZE,
  onRole: (role) => tell({ role }),
  onBatch: ({ position, events }) => tell({ position, events }),
});
await projector.run();
