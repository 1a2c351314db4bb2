import { IsIn, IsString, Length } from 'class-validator';
import type { TermScheme } from '#libs/domain';
import { Documented, Optional } from '../validation/index.ts';

export const TERM_SCHEMES = ['category', 'purpose', 'operation', 'legalBasis'] as const satisfies readonly TermScheme[];

export class VocabularyQueryDto {
  @Optional()
  @IsIn(TERM_SCHEMES)
  scheme?: TermScheme;

  @Optional()
  @IsString()
  @Length(1, 64)
  @Documented({ description: 'Part of a name, or of a label in any language.' })
  q?: string;
}
