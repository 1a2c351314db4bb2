import { join } from 'node:path';
import { loadBatches } from '../batch-load.ts';
import type { Benchmark } from '../benchmark.ts';
import { RawEventLog } from '../raw/raw-event-log.ts';
import { BATCH_SIZE } from '../reports.ts';
import { SeededRandom } from '../seeded-random.ts';
import { quantile } from '../statistics.ts';
import type { Workplace } from '../workplace.ts';

const SEED = 1;

/**
 * `POST /v1/records` in batches about subjects the ledger knows, acknowledged durable, with details to seal, while the
 * read models follow; and how far they stay behind.
 */
export function batchesOfKnownSubjects(workplace: Workplace): Benchmark {
  const { subjects, batches } = workplace.sizes;
  const random = new SeededRandom(SEED);
  const draw = (count: number): number[] => Array.from({ length: count * BATCH_SIZE }, () => random.below(subjects));
  let raw: RawEventLog | undefined;
  return {
    measures: [
      {
        id: 'T1',
        what: `batches of ${String(BATCH_SIZE)}, known subjects · SQLite FULL`,
        unit: 'records/s',
        target: { kind: 'ratioAtLeast', ratio: 0.5, floor: 0.4 },
      },
      {
        id: 'T4',
        what: 'projection lag at that rate, p99',
        unit: 'ms',
        target: { kind: 'productAtMost', value: 1_000 },
      },
    ],
    async prepare() {
      const ledger = await workplace.busyLedger();
      raw = RawEventLog.create({
        file: join(workplace.directory, 'raw-t1.sqlite'),
        ledgerEvents: ledger.eventsFile,
        streams: subjects,
      });
    },
    async round() {
      const drawn = draw(batches);
      const rawPerSecond = raw?.append(drawn);
      const { recordsPerSecond, lags } = await loadBatches(await workplace.busyLedger(), 'T1', drawn);
      return {
        T1: { raw: rawPerSecond ?? Number.NaN, product: recordsPerSecond },
        T4: { product: quantile(lags, 0.99) },
      };
    },
    async close() {
      raw?.close();
    },
  };
}
