import { Command } from '@nestjs/cqrs';
import type { RecordReport } from '#libs/domain';
import type { Principal } from '../identity/index.ts';
import type { ReportOutcome } from './record-receipt.ts';

/** Record what services say they did. One outcome for each report, in order; no report can refuse another. */
export class ReportProcessing extends Command<readonly ReportOutcome[]> {
  constructor(
    /** Taken over and emptied: nobody is to hold on to what was said about people while it is being written. */
    readonly reports: RecordReport[],
    readonly principal: Principal,
  ) {
    super();
  }
}
