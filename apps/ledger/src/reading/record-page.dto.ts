import { IsInt, IsString, Length, Min } from 'class-validator';
import { Documented, NestedList, Optional } from '../validation/index.ts';
import { RecordEntryDto } from './record-entry.dto.ts';

/** As many as a page can be set to have (`PDL_PAGE_COUNT_MAX`). */
export const ITEMS_COUNT_MAX = 10_000;

/** Recorded events, and where to go on. */
export class RecordPageDto {
  @NestedList(() => RecordEntryDto, { countMax: ITEMS_COUNT_MAX })
  readonly items!: readonly RecordEntryDto[];

  @Optional()
  @IsString()
  @Length(1, 512)
  @Documented({ description: 'Cursor of the next page. A page may be short, even empty, and still have a next one.' })
  readonly next?: string;

  @Optional()
  @IsInt()
  @Min(0)
  @Documented({
    description: 'Position in the log up to which the answer is complete. Absent while nothing is recorded.',
  })
  readonly position?: number;
}
