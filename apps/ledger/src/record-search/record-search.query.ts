import { Query } from '@nestjs/cqrs';
import type { Principal } from '../identity/index.ts';
import type { EntryView } from '../reading/entry-view.ts';
import type { ExportFormat } from '../reading/export-format.ts';
import type { RecordSearchDto } from './record-search.dto.ts';

export interface SearchPage {
  readonly items: readonly EntryView[];
  /** A page may be short, even empty, and still have a next one. */
  readonly next?: string;
  readonly position?: number;
}

/** A page of the records of one or several controllers. */
export class RecordSearching extends Query<SearchPage> {
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
