import { IdentifierDto } from '../record-processing/record-report.dto.ts';
import { IsReferenceText, Nested } from '../validation/index.ts';

/** In the body and not in the address, since addresses end up in logs. */
export class SubjectLookupDto {
  @IsReferenceText()
  controllerId!: string;

  @Nested(() => IdentifierDto)
  identifier!: IdentifierDto;
}
