import { IsString, Length } from 'class-validator';
import { IsUuidText } from '../validation/index.ts';

export class SubjectMergingDto {
  /** The subject that is, or was taken to be, the same person. */
  @IsUuidText()
  other!: string;

  /** Why. Sealed under the person's key. */
  @IsString()
  @Length(1, 4_000)
  reason!: string;
}
