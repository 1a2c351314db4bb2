import { IsInt, IsString, Length, Min } from 'class-validator';
import { Documented, IsNotBlank, IsUuidText } from '../validation/index.ts';

export class SubjectMergingDto {
  @IsUuidText()
  @Documented({ description: 'The subject that is, or was taken to be, the same person.' })
  other!: string;

  @IsString()
  @Length(1, 4_000)
  @IsNotBlank()
  @Documented({ description: "Why. Sealed under the person's key." })
  reason!: string;
}

export class MergedSubjectDto {
  @IsUuidText()
  @Documented({ description: 'The subject that stands for the one in the path from now on; after a merge, for both.' })
  readonly subjectId!: string;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in the log: reads with `atLeast` this position follow it.' })
  readonly position!: number;
}
