import { runLoad, type Answer } from './http-load.ts';
import type { LedgerUnderLoad } from './ledger-under-load.ts';
import { ProjectionLag } from './projection-lag.ts';
import { BATCH_SIZE, batchRequests, reportAbout, type ReportOf } from './reports.ts';

/** Enough that the service always has the next batch at hand, few enough that batches do not queue for long. */
const CONNECTIONS = 6;
const POSITION = '"position":';
const DIGITS_MAX = 16;

export interface BatchLoadResult {
  /** Acknowledged, hence durable. */
  readonly recordsPerSecond: number;
  /** From each acknowledgement until whoever follows had it, in milliseconds. */
  readonly lags: readonly number[];
  /** Of each batch's answer. */
  readonly milliseconds: readonly number[];
}

export interface BatchLoadOptions {
  /** Default: that a parcel was handed over. */
  readonly reportOf?: ReportOf;
  /** Whose file tells how far it has come. Default: the read models'. */
  readonly follower?: string;
}

/** Reports these subjects in batches from several connections, and waits until whoever follows has caught up. */
export async function loadBatches(
  ledger: LedgerUnderLoad,
  what: string,
  subjects: readonly number[],
  { reportOf = reportAbout, follower = ledger.readModelsFile }: BatchLoadOptions = {},
): Promise<BatchLoadResult> {
  const requests = batchRequests(ledger, subjects, reportOf);
  const lag = new ProjectionLag(follower);
  const onAnswer = (answer: Answer): void => lag.acknowledged(lastPositionIn(answer));
  const load = ledger.measured(what, () => runLoad({ url: ledger.url, connections: CONNECTIONS, requests, onAnswer }));
  const { seconds, milliseconds } = await load.catch((cause: unknown) => {
    lag.close();
    throw cause;
  });
  return { recordsPerSecond: (requests.length * BATCH_SIZE) / seconds, lags: await lag.drained(), milliseconds };
}

/** Of the batch's last record. Parsing the whole answer would cost the service's processor time. */
function lastPositionIn({ body }: Answer): number {
  const at = body.lastIndexOf(POSITION);
  if (at === -1) throw new Error('The answer to a batch tells no position.');
  const digits = body.toString('latin1', at + POSITION.length, at + POSITION.length + DIGITS_MAX);
  return Number.parseInt(digits, 10);
}
