import { Injectable } from '@nestjs/common';
import { recordTypes, type EventDefinition, type RecordReport } from '#libs/domain';
import { Clock } from '../event-recording/index.ts';
import { itemProblem, type ItemProblem, type ProblemFieldError } from '../problems/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { Settings } from '../settings/index.ts';
import { compileValidator, depthExceeds, dtoClassFor } from '../validation/index.ts';
import { crossFieldFaults } from './cross-field-faults.ts';
import { futureFaults } from './future-fault.ts';
import { RecordReportDto } from './record-report.dto.ts';
import { UNKNOWN_TYPE } from './unknown-type.ts';

export type CheckedReport = { readonly report: RecordReport } | { readonly problem: ItemProblem };

/** Judges the form of a report, envelope and data, before anything is done with it. */
@Injectable()
export class ReportChecker {
  private readonly envelope = compileValidator(RecordReportDto);

  constructor(
    private readonly settings: Settings,
    private readonly parties: KnownParties,
    private readonly clock: Clock,
  ) {}

  check(value: unknown): CheckedReport {
    if (depthExceeds(value, this.settings.nestingDepthMax)) {
      return refused([
        { pointer: '', code: 'tooDeep', message: `must not be nested deeper than ${this.settings.nestingDepthMax}` },
      ]);
    }
    const errors = this.envelope.errorsIn(value);
    if (errors.length > 0) return refused(errors);
    const report = value as RecordReport;
    const definition = recordTypes.get(report.type);
    if (definition === undefined) return { problem: itemProblem('unknownRecordType', { errors: [UNKNOWN_TYPE] }) };
    const ahead = { latest: this.clock.latest(), aheadSMax: this.settings.aheadSMax };
    const unfit = [
      ...futureFaults(report, definition, ahead),
      ...crossFieldFaults(report, definition),
      ...this.dataErrors(report, definition),
    ];
    return unfit.length > 0 ? refused(unfit) : { report };
  }

  private dataErrors({ data }: RecordReport, definition: EventDefinition): ProblemFieldError[] {
    const errors = compileValidator(dtoClassFor(definition, this.parties.vocabulary)).errorsIn(data);
    return errors.map((error) => ({ ...error, pointer: `/data${error.pointer}` }));
  }
}

function refused(errors: readonly ProblemFieldError[]): CheckedReport {
  return { problem: itemProblem('invalidRecord', { errors }) };
}
