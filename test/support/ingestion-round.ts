import type { BatchAnswer, LedgerCaller } from './ledger-caller.ts';
import type { GeneratedReport, ReportGenerator } from './report-generator.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { RecordReceipt } from './wire.ts';

const WRITER_COUNT = 8;

/** What a client knows of a report it sent. */
export interface Sent {
  readonly report: GeneratedReport;
  /** The answer, if one came. */
  receipt?: RecordReceipt;
}

/** Writers that report at the same time, each one request after the other, until the service is gone. */
export class IngestionRound {
  readonly sent: Sent[] = [];
  acknowledgedCount = 0;
  /** Answers that contradict an earlier one of the same report. */
  readonly contradictions: string[] = [];
  readonly #caller: LedgerCaller;
  readonly #generator: ReportGenerator;
  readonly #random: SeededRandom;
  readonly #source: string;
  /** Told after each acknowledgement. */
  readonly #onAcknowledged: (count: number) => void;

  constructor(options: {
    readonly caller: LedgerCaller;
    readonly generator: ReportGenerator;
    readonly random: SeededRandom;
    /** Of this round alone: ids of generated reports repeat. */
    readonly source: string;
    readonly onAcknowledged: (count: number) => void;
  }) {
    this.#caller = options.caller;
    this.#generator = options.generator;
    this.#random = options.random;
    this.#source = options.source;
    this.#onAcknowledged = options.onAcknowledged;
  }

  /** Resolves when every writer met a dead service. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: WRITER_COUNT }, () => this.#write()));
  }

  async #write(): Promise<void> {
    for (;;) {
      const group = this.#nextGroup();
      try {
        const receipts = await send(
          this.#caller,
          group.map(({ report }) => report),
        );
        group.forEach((one, place) => this.#acknowledge(one, receipts[place]));
      } catch (error) {
        if (error instanceof Refused) throw error;
        return;
      }
    }
  }

  /** One new record, several, or some that were sent before, answered or not. */
  #nextGroup(): readonly Sent[] {
    const kind = this.#random.next();
    if (kind < 0.2 && this.sent.length > 0) {
      return Array.from({ length: 1 + this.#random.below(3) }, () => this.#random.pick(this.sent));
    }
    const fresh = Array.from({ length: kind < 0.7 ? 1 : 2 + this.#random.below(15) }, () => this.#newReport());
    this.sent.push(...fresh);
    return fresh;
  }

  #newReport(): Sent {
    const random = this.#random;
    // Few people, so that writers meet in the same streams.
    const one = () => ({ identifiers: [{ scheme: 'userId', value: `person-${random.below(25)}` }] });
    const common = { source: this.#source };
    if (random.chance(0.05)) {
      const subjects = Array.from({ length: 3 }, (_none, place) => ({
        identifiers: [{ scheme: 'userId', value: `${place}-of-${random.below(10)}` }],
      }));
      return { report: this.#generator.report('AccountCancelled', { ...common, subject: undefined, subjects }) };
    }
    return { report: this.#generator.aboutPerson({ ...common, subject: one() }) };
  }

  #acknowledge(one: Sent, receipt: RecordReceipt | undefined): void {
    if (receipt === undefined) throw new Error('Fewer answers than reports.');
    if (one.receipt !== undefined && !sameReceipt(one.receipt, receipt)) this.contradictions.push(receipt.id);
    one.receipt ??= receipt;
    this.acknowledgedCount += 1;
    this.#onAcknowledged(this.acknowledgedCount);
  }
}

/** The service answered, and not as it should have. */
class Refused extends Error {}

/** One receipt for each report. @throws whatever a connection that breaks throws. */
export async function send(
  caller: LedgerCaller,
  reports: readonly GeneratedReport[],
): Promise<readonly RecordReceipt[]> {
  const [first] = reports;
  const answer = await caller.report(reports.length === 1 ? first : reports);
  if (answer.status !== 201) throw new Refused(`Not recorded: ${answer.status} ${answer.text.slice(0, 2_000)}`);
  if (reports.length === 1) return [answer.json<RecordReceipt>()];
  return answer
    .json<BatchAnswer>()
    .results.map(({ index: _index, status: _status, replayed: _again, ...receipt }) => receipt);
}

export const sameReceipt = (one: RecordReceipt, other: RecordReceipt | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Ids of the events that a receipt stands for. */
export const eventIdsOf = ({ id, subjects }: RecordReceipt): readonly string[] =>
  subjects === undefined ? [id] : subjects.map((event) => event.id);
