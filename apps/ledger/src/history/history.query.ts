import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { EntryView } from '../reading/entry-view.ts';
import type { ExportFormat } from '../reading/export-format.ts';
import type { HistoryPageDto } from './history-page.dto.ts';
import type { HistoryQueryDto } from './history.dto.ts';

/** A page of what was recorded about a person, and who looked. */
export class HistoryReading extends Query<HistoryPageDto> {
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
