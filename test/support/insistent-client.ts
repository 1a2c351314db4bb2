import { setTimeout as wait } from 'node:timers/promises';
import { Answer, type BatchAnswer, type LedgerCaller } from './ledger-caller.ts';
import type { GeneratedReport } from './report-generator.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { RecordReceipt } from './wire.ts';

/** Between two attempts, in milliseconds; shorter than the service asks for, to try it harder. */
const PAUSE_MS = 50;
/** Longer than any outage that is tried, in milliseconds. */
const INSISTS_MS_MAX = 120_000;
const TRY_AGAIN: ReadonlySet<number> = new Set([429, 503]);

/** A client as the documentation asks for one: it sends unchanged, to any process, until it has an answer. */
export class InsistentClient {
  /** Answers that left something open, and connections that broke. */
  unansweredCount = 0;
  readonly #callers: () => readonly LedgerCaller[];
  readonly #random: SeededRandom;

  /** @param callers asked anew for each attempt: processes come and go. */
  constructor(callers: () => readonly LedgerCaller[], random: SeededRandom) {
    this.#callers = callers;
    this.#random = random;
  }

  /** One receipt for each report. @throws Error when one is refused, or after two minutes. */
  async send(reports: readonly GeneratedReport[]): Promise<readonly RecordReceipt[]> {
    let last = 'the connection broke';
    for (const end = Date.now() + INSISTS_MS_MAX; Date.now() < end; await wait(PAUSE_MS)) {
      const [first] = reports;
      const caller = this.#random.pick(this.#callers());
      const answer = await caller.report(reports.length === 1 ? first : reports).catch(() => undefined);
      const receipts = answer === undefined ? undefined : receiptsIn(answer, reports.length);
      if (receipts !== undefined) return receipts;
      last = answer === undefined ? 'the connection broke' : `${answer.status} ${answer.text.slice(0, 1_000)}`;
      this.unansweredCount += 1;
    }
    throw new Error(`Nobody answered in time; at last: ${last}`);
  }
}

/** `undefined` where all or a part of it must be sent again. */
function receiptsIn(answer: Answer, count: number): readonly RecordReceipt[] | undefined {
  if (TRY_AGAIN.has(answer.status)) return undefined;
  if (answer.status === 201 && count === 1) return [answer.json<RecordReceipt>()];
  const { results = [] } = answer.json<Partial<BatchAnswer>>();
  if (results.some(({ status }) => TRY_AGAIN.has(status))) return undefined;
  if (results.length !== count || results.some(({ status }) => status >= 300)) {
    throw new Error(`Not recorded: ${answer.status} ${answer.text.slice(0, 2_000)}`);
  }
  return results.map(({ index: _index, status: _status, replayed: _again, ...receipt }) => receipt);
}
