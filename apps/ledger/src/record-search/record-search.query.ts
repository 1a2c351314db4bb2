import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { EntryView } from '../reading/entry-view.ts';
import type { ExportFormat } from '../reading/export-format.ts';
import type { RecordPageDto } from '../reading/record-page.dto.ts';
import type { RecordSearchDto } from './record-search.dto.ts';

/** A page of the records of one or several controllers. */
export class RecordSearching extends Query<RecordPageDto> {
  constructor(
    readonly search: RecordSearchDto,
    readonly principal: Principal,
  ) {
    super();
  }
}

/** All that match, to be taken out as a file. */
export class RecordExporting extends Query<AsyncIterable<EntryView>> {
  constructor(
    readonly search: RecordSearchDto,
    readonly format: ExportFormat,
    readonly principal: Principal,
  ) {
    super();
  }
}
