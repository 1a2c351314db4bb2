import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { EntryView } from '../reading/entry-view.ts';
import type { ExportFormat } from '../reading/export-format.ts';
import type { HistoryQueryDto } from './history.dto.ts';

export interface HistoryPage {
  readonly subjectId: string;
  /** Other subjects that were found to be the same person. */
  readonly mergedSubjectIds: readonly string[];
  readonly items: readonly EntryView[];
  readonly next?: string;
  /** Position up to which the history is complete. */
  readonly position?: number;
}

/** A page of what was recorded about a person, and who looked. */
export class HistoryReading extends Query<HistoryPage> {
  constructor(
    readonly subjectId: string,
    readonly narrowing: HistoryQueryDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

/** All of it, to be taken out as a file. */
export class HistoryExporting extends Query<AsyncIterable<EntryView>> {
  constructor(
    readonly subjectId: string,
    readonly narrowing: HistoryQueryDto,
    readonly format: ExportFormat,
    readonly principal: Principal,
  ) {
    super();
  }
}
