import { ArrayMaxSize, IsArray, IsIn } from 'class-validator';
import { RecordFiltersDto } from '../reading/record-filters.dto.ts';
import { REVEALABLE, type Revealable } from '../reading/revealing.ts';
import { Documented, IsUuidText, ListFromText, Optional } from '../validation/index.ts';

export class SubjectPathDto {
  @IsUuidText()
  subjectId!: string;
}

export class HistoryQueryDto extends RecordFiltersDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(REVEALABLE.length)
  @IsIn(REVEALABLE, { each: true })
  @Documented({ description: 'Sealed parts to open. Asks for the permission `subjects:reveal`, and is recorded.' })
  reveal?: Revealable[];
}
