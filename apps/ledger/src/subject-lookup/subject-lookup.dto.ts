import { IdentifierDto } from '../record-processing/record-report.dto.ts';
import { Documented, IsReferenceText, IsUuidText, Nested } from '../validation/index.ts';

/** In the body and not in the address, since addresses end up in logs. */
export class SubjectLookupDto {
  @IsReferenceText()
  controllerId!: string;

  @Nested(() => IdentifierDto)
  identifier!: IdentifierDto;
}

export class FoundSubjectDto {
  @IsUuidText()
  @Documented({ description: 'The subject that stands for the person, merges followed.' })
  readonly subjectId!: string;
}
