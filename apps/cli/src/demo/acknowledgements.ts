import type { EventReceipt, RecordReceipt } from '#libs/sdk';
import type { Report } from './life/report.ts';

/** An event that the ledger said it has, and the report it came from. */
export interface Acknowledged {
  readonly report: Report;
  readonly receipt: EventReceipt;
}

/** Everything the ledger acknowledged: what it must still have, after whatever happens. */
export class Acknowledgements {
  readonly events = new Map<string, Acknowledged>();
  readonly receipts = new Map<Report, RecordReceipt>();
  /** The highest position that was acknowledged. */
  position = 0;
  /** Ids that were acknowledged twice: there must be none. */
  readonly doubled: string[] = [];

  add(report: Report, receipt: RecordReceipt): void {
    this.receipts.set(report, receipt);
    for (const event of receipt.subjects ?? [receipt]) {
      if (this.events.has(event.id)) this.doubled.push(event.id);
      this.events.set(event.id, { report, receipt: event });
      this.position = Math.max(this.position, event.position);
    }
  }

  /** What was acknowledged about one person, in the order of the log. */
  about(subjectId: string): Acknowledged[] {
    return [...this.events.values()]
      .filter(({ receipt }) => receipt.subjectId === subjectId)
      .sort((a, b) => a.receipt.position - b.receipt.position);
  }
}
