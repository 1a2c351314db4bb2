import { LedgerError } from './ledger-error.ts';
import type { RecordOutcome } from './record-batch.ts';
import { withId } from './report-id.ts';
import type { RecordReport } from './wire.ts';

export interface RecordManyResult {
  readonly recorded: number;
  /** Were there already, with the same content. */
  readonly replayed: number;
  readonly refused: number;
  /** Not known to be recorded: send the `report` of these outcomes again. */
  readonly failed: number;
  /** One for each report, in the order given. */
  readonly outcomes: readonly RecordOutcome[];
}

export interface RecordManyLimits {
  /** Reports in one request. */
  readonly batchSize: number;
  /** Requests under way at once. */
  readonly concurrency: number;
}

type RecordBatch = (reports: readonly RecordReport[]) => Promise<readonly RecordOutcome[]>;

/** Batches with bounded concurrency. Once a batch failed as a whole no further one is begun. Never rejects. */
export async function recordMany(
  reports: readonly RecordReport[],
  recordBatch: RecordBatch,
  { batchSize, concurrency }: RecordManyLimits,
): Promise<RecordManyResult> {
  const named = reports.map(withId);
  const outcomes: RecordOutcome[] = [];
  let next = 0;
  let failure: LedgerError | undefined;

  const work = async (): Promise<void> => {
    while (next < named.length && failure === undefined) {
      const start = next;
      next += batchSize;
      const settled = await recordBatch(named.slice(start, start + batchSize));
      for (const [place, outcome] of settled.entries()) {
        outcomes[start + place] = outcome;
        if (outcome.kind === 'failed') failure ??= outcome.error;
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));

  const all = named.map(
    (report, index): RecordOutcome => outcomes[index] ?? { kind: 'failed', report, error: failure ?? notSent() },
  );
  const count = (kind: RecordOutcome['kind']): number => all.filter((outcome) => outcome.kind === kind).length;
  return {
    recorded: count('recorded'),
    replayed: count('replayed'),
    refused: count('refused'),
    failed: count('failed'),
    outcomes: all,
  };
}

const notSent = (): LedgerError => new LedgerError('cancelled', 'The report was not sent.');
