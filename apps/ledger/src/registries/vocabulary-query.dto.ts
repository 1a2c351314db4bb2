import { IsIn, IsString, Length } from 'class-validator';
import type { TermScheme } from '#libs/domain';
import { Optional } from '../validation/index.ts';

export class VocabularyQueryDto {
  @Optional()
  @IsIn(['category', 'purpose', 'operation', 'legalBasis'])
  scheme?: TermScheme;

  /** Part of a name or of a label in any language. */
  @Optional()
  @IsString()
  @Length(1, 64)
  q?: string;
}
