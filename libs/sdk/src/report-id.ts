import { v7 as uuidv7 } from 'uuid';
import type { RecordReport } from './wire.ts';

/**
 * The report with a name under which it can be sent again: its own id, its source's, or a new UUIDv7
 * (RFC 9562 §5.7: ids made one after another lie side by side in the ledger's index).
 */
export function withId(report: RecordReport): RecordReport {
  const isNamed = report.id !== undefined || (report.source !== undefined && report.sourceId !== undefined);
  return isNamed ? report : { ...report, id: uuidv7() };
}
