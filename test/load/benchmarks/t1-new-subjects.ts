import { join } from 'node:path';
import { loadBatches } from '../batch-load.ts';
import type { Benchmark } from '../benchmark.ts';
import { RawEventLog } from '../raw/raw-event-log.ts';
import { BATCH_SIZE } from '../reports.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { Workplace } from '../workplace.ts';

const SEED = 3;

/**
 * The same where nobody was known before: each record mints a subject, its keys and its link, and is two events. The
 * raw figure is the same as for known subjects: an event for each record, and nothing else.
 */
export function batchesOfNewSubjects(workplace: Workplace): Benchmark {
  const { subjects, batchesOfNewSubjects: batches } = workplace.sizes;
  const random = new SeededRandom(SEED);
  let next = subjects;
  let raw: RawEventLog | undefined;
  return {
    measures: [
      {
        id: 'T1-new',
        what: `batches of ${String(BATCH_SIZE)}, every subject new · SQLite FULL`,
        unit: 'records/s',
        target: { kind: 'ratioAtLeast', ratio: 0.5 },
      },
    ],
    async prepare() {
      const ledger = await workplace.busyLedger();
      const file = join(workplace.directory, 'raw-t1-new.sqlite');
      raw = RawEventLog.create({ file, ledgerEvents: ledger.eventsFile, streams: subjects });
    },
    async round() {
      const drawn = Array.from({ length: batches * BATCH_SIZE }, () => next++);
      const rawPerSecond = raw?.append(drawn.map(() => random.below(subjects)));
      const { recordsPerSecond } = await loadBatches(await workplace.busyLedger(), 'T1-new', drawn);
      return { 'T1-new': { raw: rawPerSecond ?? Number.NaN, product: recordsPerSecond } };
    },
    async close() {
      raw?.close();
    },
  };
}
