import { errorOfProblem, isTransient, LedgerError } from './ledger-error.ts';

import { withId } from './report-id.ts';
import { type RetryPolicy, withRetries } from './retry.ts';
import type { BatchItem, Problem, RecordReceipt, RecordReport } from './wire.ts';

/** What became of one report. `report` is as it was sent, with its id: repeating it is harmless. */
export type RecordOutcome =
  | { readonly kind: 'recorded'; readonly report: RecordReport; readonly receipt: RecordReceipt }
  /** It was recorded before, with the same content: the first answer again. */
  | { readonly kind: 'replayed'; readonly report: RecordReport; readonly receipt: RecordReceipt }
  /** The ledger will never take it as it is. */
  | { readonly kind: 'refused'; readonly report: RecordReport; readonly problem: Problem }
  /** It may or may not be recorded. */
  | { readonly kind: 'failed'; readonly report: RecordReport; readonly error: LedgerError };

/** Sends one request; resolves to one item for each report, in order. */
export type PostReports = (reports: readonly RecordReport[]) => Promise<readonly BatchItem[]>;

interface Waiting {
  readonly index: number;
  readonly report: RecordReport;
}

/**
 * Get a batch recorded: reports get ids, what passes is repeated, and a request that is refused as a whole for its
 * size or form is halved until the report at fault stands alone. Never rejects: one outcome for each report, in order.
 */
export async function recordBatch(
  reports: readonly RecordReport[],
  post: PostReports,
  { retry, signal }: { readonly retry: RetryPolicy; readonly signal?: AbortSignal | undefined },
): Promise<readonly RecordOutcome[]> {
  let waiting: readonly Waiting[] = reports.map((report, index) => ({ index, report: withId(report) }));
  const outcomes: RecordOutcome[] = [];
  const attempt = async (): Promise<void> => {
    const answered = await postHalving(waiting, post);
    for (const { index, outcome } of answered) outcomes[index] = outcome;
    waiting = answered
      .filter(({ outcome }) => outcome.kind === 'failed')
      .map(({ index, outcome }) => ({ index, report: outcome.report }));
    const passing = answered.find(({ outcome }) => outcome.kind === 'failed')?.outcome;
    if (passing?.kind === 'failed') throw passing.error;
  };
  try {
    await withRetries(attempt, retry, signal);
  } catch (error) {
    const failure = error instanceof LedgerError ? error : unexpected(error);
    for (const { index, report } of waiting) outcomes[index] = { kind: 'failed', report, error: failure };
  }
  return outcomes;
}

interface Answered {
  readonly index: number;
  readonly outcome: RecordOutcome;
}

const BLAMES_THE_BODY: ReadonlySet<number> = new Set([400, 413, 422]);

async function postHalving(waiting: readonly Waiting[], post: PostReports): Promise<readonly Answered[]> {
  try {
    const items = await post(waiting.map(({ report }) => report));
    return waiting.map(({ index, report }, place) => ({ index, outcome: outcomeOf(report, items[place]) }));
  } catch (error) {
    const problem = error instanceof LedgerError ? error.problem : undefined;
    if (problem === undefined || !BLAMES_THE_BODY.has(problem.status)) throw error;
    const [only] = waiting;
    if (waiting.length === 1 && only !== undefined) {
      return [{ index: only.index, outcome: { kind: 'refused', report: only.report, problem } }];
    }
    const middle = waiting.length >> 1;
    const first = await postHalving(waiting.slice(0, middle), post);
    return [...first, ...(await postHalving(waiting.slice(middle), post))];
  }
}

function outcomeOf(report: RecordReport, item: BatchItem | undefined): RecordOutcome {
  if (item === undefined) {
    const error = new LedgerError('invalidAnswer', 'The answer has fewer items than the batch.');
    return { kind: 'failed', report, error };
  }
  if (!('problem' in item)) {
    const { index: _index, status: _status, replayed, ...receipt } = item;
    return { kind: replayed === true ? 'replayed' : 'recorded', report, receipt };
  }
  const { status, problem } = item;
  if (isTransient(status, problem.code)) return { kind: 'failed', report, error: errorOfProblem(problem) };
  return { kind: 'refused', report, problem };
}

function unexpected(cause: unknown): LedgerError {
  return new LedgerError('invalidAnswer', 'The answer cannot be understood.', { cause });
}
