import { IsArray } from 'class-validator';
import { RecordPageDto } from '../reading/record-page.dto.ts';
import { Documented, IsUuidText } from '../validation/index.ts';

export class HistoryPageDto extends RecordPageDto {
  @IsUuidText()
  readonly subjectId!: string;

  @IsArray()
  @IsUuidText({ each: true })
  @Documented({
    description: 'Other subjects that were found to be the same person; their events are among the items.',
  })
  readonly mergedSubjectIds!: readonly string[];
}
