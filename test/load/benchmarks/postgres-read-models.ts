import { EmbeddedEventStore } from '#libs/event-store';
import { loadClockWorld } from '#libs/policy-packs';
import { ledgerQueries, openReadModels, rebuildReadModels } from '#libs/projections';
import type { Benchmark } from '../benchmark.ts';
import { RawPostgresHistory } from '../raw/raw-postgres-history.ts';
import { assertSameRowsOnPostgres, rebuildByHandOnPostgres } from '../raw/raw-postgres-rebuild.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { Workplace } from '../workplace.ts';

const SEED = 6;
const LIMIT = 100;
const SCHEMA = 'bench_read_models';
const RAW_SCHEMA = 'bench_read_models_by_hand';

/**
 * T5 and the SQL of T6 where read models are in PostgreSQL: the log is read from its file, and everything else goes to the
 * server that `POSTGRES_URL` names. The schemas are left there for the next run to replace.
 */
export function readModelsOnPostgres(workplace: Workplace): Benchmark {
  const { records, histories } = workplace.sizes;
  const connectionString = process.env['POSTGRES_URL'] ?? '';
  const place = { connectionString, schema: SCHEMA };
  const clocks = loadClockWorld();
  const random = new SeededRandom(SEED);
  let isCompared = false;

  async function rebuild(): Promise<{ readonly raw: number; readonly product: number }> {
    const log = await workplace.seededLog();
    const eventStore = await EmbeddedEventStore.open({ directory: log.directory, readOnly: true });
    try {
      const product = log.events / (await secondsOf(() => rebuildReadModels({ eventStore, clocks, ...place })));
      const byHand = { eventsFile: log.eventsFile, connectionString, schema: RAW_SCHEMA, like: SCHEMA };
      const raw = log.events / (await secondsOf(() => rebuildByHandOnPostgres(byHand)));
      if (!isCompared) await assertSameRowsOnPostgres(connectionString, SCHEMA, RAW_SCHEMA);
      isCompared = true;
      return { raw, product };
    } finally {
      await eventStore.close();
    }
  }

  async function readHistories(): Promise<{ readonly raw: number; readonly product: number }> {
    const { subjects } = await workplace.seededLog();
    const database = await openReadModels({ ...place, mode: 'read' });
    const byHand = await RawPostgresHistory.open(connectionString, SCHEMA);
    try {
      const { history } = ledgerQueries(database);
      const spent = { raw: 0, product: 0 };
      for (let asked = 0; asked < histories; asked += 1) {
        const { subjectId } = random.pick(subjects);
        const counts = [0, 0];
        const ours = async () => (counts[0] = (await history.page({ subjectId, limit: LIMIT })).entries.length);
        const theirs = async () => (counts[1] = await byHand.newest(subjectId, LIMIT));
        // By turns first, so that neither always finds the pages the other brought in.
        if (asked % 2 === 0) spent.product += await secondsOf(ours);
        spent.raw += await secondsOf(theirs);
        if (asked % 2 === 1) spent.product += await secondsOf(ours);
        if (counts[0] !== counts[1]) throw new Error('The hand-written query finds other entries than ours.');
      }
      return { raw: (spent.raw / histories) * 1e6, product: (spent.product / histories) * 1e6 };
    } finally {
      await byHand.close();
      await database.close();
    }
  }

  return {
    measures: [
      {
        id: 'T5-pg',
        what: `rebuild on PostgreSQL from ${records.toLocaleString('en')} events · by hand`,
        unit: 'events/s',
        target: { kind: 'ratioAtLeast', ratio: 0.7 },
      },
      {
        id: 'T6-pg',
        what: "a history's SQL on PostgreSQL, mean · hand-written query",
        unit: 'µs',
        target: { kind: 'ratioAtMost', ratio: 1.5 },
      },
    ],
    ...(connectionString === '' ? { notMeasured: 'POSTGRES_URL is not set' } : {}),
    async prepare() {
      await workplace.seededLog();
    },
    async round() {
      return { 'T5-pg': await rebuild(), 'T6-pg': await readHistories() };
    },
  };
}

async function secondsOf(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}
