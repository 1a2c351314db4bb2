import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { ExportFormat } from '../reading/export-format.ts';
import type {
  HeldSubjectDto,
  HeldSubjectsDto,
  HeldSubjectsQueryDto,
  SubjectHoldingsDto,
  SubjectHoldingsQueryDto,
} from './holdings.dto.ts';

/** A page of what is or was held of one person. */
export class SubjectHoldingsReading extends Query<SubjectHoldingsDto> {
  constructor(
    readonly subjectId: string,
    readonly wanted: SubjectHoldingsQueryDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

/** A page of whose data was held in a time. */
export class HeldSubjectsSearching extends Query<HeldSubjectsDto> {
  constructor(
    readonly wanted: HeldSubjectsQueryDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

/** All of them, to be taken out as a file. */
export class HeldSubjectsExporting extends Query<AsyncIterable<HeldSubjectDto>> {
  constructor(
    readonly wanted: HeldSubjectsQueryDto,
    readonly format: ExportFormat,
    readonly principal: Principal,
  ) {
    super();
  }
}
