import { ArrayMaxSize, IsArray } from 'class-validator';
import { RecordFiltersDto } from '../reading/record-filters.dto.ts';
import { Documented, IsReferenceText, IsUuidText, ListFromText, Optional } from '../validation/index.ts';

export class RecordSearchDto extends RecordFiltersDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(50)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Default: all the credential is bound to.' })
  controllerId?: string[];

  @Optional()
  @IsUuidText()
  @Documented({ description: 'Of this subject alone; merges are not followed.' })
  subjectId?: string;
}
