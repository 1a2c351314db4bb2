import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { RecordFiltersDto } from '../reading/record-filters.dto.ts';
import { REVEALABLE, type Revealable } from '../reading/revealing.ts';
import { IsUuidText, ListFromText, Optional } from '../validation/index.ts';

export class SubjectPathDto {
  @IsUuidText()
  subjectId!: string;
}

export class HistoryQueryDto extends RecordFiltersDto {
  /** Sealed parts to open; asks for the permission `subjects:reveal`, and is recorded. */
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(REVEALABLE.length)
  @IsIn(REVEALABLE, { each: true })
  reveal?: Revealable[];
}
