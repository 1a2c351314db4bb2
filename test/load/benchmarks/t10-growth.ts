import { join } from 'node:path';
import { loadBatches } from '../batch-load.ts';
import type { Benchmark } from '../benchmark.ts';
import type { LedgerUnderLoad } from '../ledger-under-load.ts';
import { MemoryWatch, processorTimeOf, type MemoryUse } from '../process-memory.ts';
import { BATCH_SIZE, registerParties } from '../reports.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { Workplace } from '../workplace.ts';

const SEED = 10;
const RECORDS_PER_SUBJECT = 10;
/** Before this many, code is still being compiled. */
const FIRST_DECADE = 10_000;
const DECADE = 10;
/** Records requested in one go. */
const STRETCH = 20_000;

interface Decade {
  /** Records in the ledger at its end. */
  readonly records: number;
  /** Of all threads of the service, until the records are projected. */
  readonly microsecondsPerRecord: number;
  readonly recordsPerSecond: number;
  readonly memory: MemoryUse;
}

/**
 * What a record costs as the ledger grows, each decade from ten thousand records on, one in ten about somebody new. Processor
 * time is compared, because a shared machine lends it out unevenly; the rates are told beside it.
 */
export function growth(workplace: Workplace): Benchmark {
  const { records } = workplace.sizes;
  const upTo = `up to ${records.toLocaleString('en')} records`;
  return {
    measures: [
      {
        id: 'T10',
        what: `processor time a record, dearest decade ${upTo} · first from 10,000`,
        unit: 'µs',
        target: { kind: 'ratioWithin', ratio: 1, tolerance: 0.2 },
      },
      { id: 'T10-rss', what: 'resident memory meanwhile, most', unit: 'MB', target: MEMORY_TARGET },
      { id: 'T10-anon', what: 'anonymous part of it, most', unit: 'MB', target: MEMORY_TARGET },
    ],
    roundsMax: 1,
    async prepare() {
      if (records <= FIRST_DECADE * DECADE) {
        workplace.say(`T10 needs more than ${(FIRST_DECADE * DECADE).toLocaleString('en')} records to tell anything.`);
      }
    },
    async round() {
      const ledger = await workplace.startLedger(join(workplace.directory, 'growing-ledger'));
      const memory = new MemoryWatch(ledger.pid);
      try {
        await registerParties(ledger);
        const decades = await grow({ ledger, memory, records, say: (line) => workplace.say(line) });
        const [first, ...later] = decades.map(({ microsecondsPerRecord }) => microsecondsPerRecord);
        return {
          T10: { raw: first ?? Number.NaN, product: later.length === 0 ? Number.NaN : Math.max(...later) },
          'T10-rss': { product: Math.max(...decades.map((decade) => decade.memory.resident)) },
          'T10-anon': { product: Math.max(...decades.map((decade) => decade.memory.anonymous)) },
        };
      } finally {
        memory.stop();
        await ledger.stop();
      }
    },
  };
}

const MEMORY_TARGET = { kind: 'productAtMost', value: 512 } as const;

interface Growing {
  readonly ledger: LedgerUnderLoad;
  readonly memory: MemoryWatch;
  readonly records: number;
  readonly say: (line: string) => void;
}

async function grow({ ledger, memory, records, say }: Growing): Promise<readonly Decade[]> {
  const random = new SeededRandom(SEED);
  const decades: Decade[] = [];
  let written = 0;
  for (let end = FIRST_DECADE; written < records; end *= DECADE) {
    const from = { written, microseconds: processorTimeOf(ledger.pid) };
    const until = Math.min(end, records);
    let seconds = 0;
    while (written < until) {
      const count = Math.ceil(Math.min(STRETCH, until - written) / BATCH_SIZE) * BATCH_SIZE;
      const subjects = Array.from({ length: count }, (_, index) =>
        random.below(Math.floor((written + index) / RECORDS_PER_SUBJECT) + 1),
      );
      const { recordsPerSecond } = await loadBatches(ledger, 'T10', subjects);
      seconds += count / recordsPerSecond;
      written += count;
    }
    const decade: Decade = {
      records: written,
      microsecondsPerRecord: (processorTimeOf(ledger.pid) - from.microseconds) / (written - from.written),
      recordsPerSecond: (written - from.written) / seconds,
      memory: memory.takePeak(),
    };
    say(lineOf(decade));
    // The first stretch, up to ten thousand, is for warming up.
    if (from.written > 0) decades.push(decade);
  }
  return decades;
}

function lineOf({ records, microsecondsPerRecord, recordsPerSecond, memory }: Decade): string {
  return (
    `up to ${records.toLocaleString('en')} records: ${microsecondsPerRecord.toFixed(0)} µs a record, ` +
    `${Math.round(recordsPerSecond).toLocaleString('en')} records/s, resident ${memory.resident.toFixed(0)} MB ` +
    `(anonymous ${memory.anonymous.toFixed(0)} MB)`
  );
}
