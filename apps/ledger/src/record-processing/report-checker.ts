import { Injectable } from '@nestjs/common';
import { recordTypes, subjectFormOf, subjectsOf, type EventDefinition, type RecordReport } from '#libs/domain';
import { itemProblem, type ItemProblem, type ProblemFieldError } from '../problems/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { Settings } from '../settings/index.ts';
import { compileValidator, depthExceeds, dtoClassFor } from '../validation/index.ts';
import { RecordReportDto } from './record-report.dto.ts';

export type CheckedReport = { readonly report: RecordReport } | { readonly problem: ItemProblem };

/** Judges the form of a report, envelope and data, before anything is done with it. */
@Injectable()
export class ReportChecker {
  private readonly envelope = compileValidator(RecordReportDto);

  constructor(
    private readonly settings: Settings,
    private readonly parties: KnownParties,
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
    const unfit = [
      ...identityFaults(report),
      ...subjectFaults(report, definition),
      ...this.dataErrors(report, definition),
    ];
    return unfit.length > 0 ? refused(unfit) : { report };
  }

  private dataErrors({ data }: RecordReport, definition: EventDefinition): ProblemFieldError[] {
    const errors = compileValidator(dtoClassFor(definition, this.parties.vocabulary)).errorsIn(data);
    return errors.map((error) => ({ ...error, pointer: `/data${error.pointer}` }));
  }
}

const UNKNOWN_TYPE: ProblemFieldError = {
  pointer: '/type',
  code: 'unknownType',
  message: 'must be the name of a record type',
  action: `Use one of: ${[...recordTypes.keys()].join(', ')}.`,
};

function refused(errors: readonly ProblemFieldError[]): CheckedReport {
  return { problem: itemProblem('invalidRecord', { errors }) };
}

/** A record has its own id, or its source's name for it: never both, for they could disagree. */
function identityFaults({ id, source, sourceId }: RecordReport): ProblemFieldError[] {
  const bySource = source !== undefined && sourceId !== undefined;
  if (id === undefined && bySource) return [];
  if (id !== undefined && source === undefined && sourceId === undefined) return [];
  return [{ pointer: '', code: 'recordIdentity', message: 'must have either id, or source and sourceId' }];
}

function subjectFaults(report: RecordReport, definition: EventDefinition): ProblemFieldError[] {
  const { subject, subjects, details, actor } = report;
  const named = subjectsOf(report);
  const form = subjectFormOf(definition);
  const faults: ProblemFieldError[] = [];
  if (subject !== undefined && subjects !== undefined) {
    faults.push({ pointer: '/subjects', code: 'subjectTwice', message: 'must be left out where subject is given' });
  }
  if (named.length > 0 && form === 'refused') {
    faults.push({
      pointer: '',
      code: 'subjectRefused',
      message: 'this type is about no single person: leave subjects out',
    });
  }
  if (named.length === 0 && form === 'required') {
    faults.push({
      pointer: '/subject',
      code: 'required',
      message: 'this type is about a person: name subject or subjects',
    });
  }
  if (named.length === 0 && details !== undefined) {
    faults.push({
      pointer: '/details',
      code: 'subjectRequired',
      message: 'details are sealed under a person’s key: name the person',
    });
  }
  named.forEach((one, index) => {
    const pointer = subject === undefined ? `/subjects/${index}` : '/subject';
    if ((one.subjectId === undefined) === (one.identifiers === undefined)) {
      faults.push({ pointer, code: 'subjectIdentity', message: 'must have either subjectId or identifiers' });
    }
  });
  if (actor !== undefined && (actor.actorId === undefined) === (actor.identifiers === undefined)) {
    faults.push({ pointer: '/actor', code: 'actorIdentity', message: 'must have either actorId or identifiers' });
  }
  return faults;
}
