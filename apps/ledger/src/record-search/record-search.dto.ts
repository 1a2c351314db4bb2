import { ArrayMaxSize, IsArray } from 'class-validator';
import { RecordFiltersDto } from '../reading/record-filters.dto.ts';
import { IsReferenceText, IsUuidText, ListFromText, Optional } from '../validation/index.ts';

export class RecordSearchDto extends RecordFiltersDto {
  /** Default: all the credential is bound to. */
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(50)
  @IsReferenceText({ each: true })
  controllerId?: string[];

  @Optional()
  @IsUuidText()
  subjectId?: string;
}
