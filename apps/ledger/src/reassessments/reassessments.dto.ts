import { IsInt, Min } from 'class-validator';
import { Documented, IsInstantText, IsReferenceText, IsUuidText, Optional } from '../validation/index.ts';

export class ReassessmentDto {
  @IsReferenceText()
  controllerId!: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Of what happened from then on. Default: from the beginning.' })
  from?: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Of what happened before. Default: until now.' })
  to?: string;
}

export class ReassessmentReceiptDto {
  @IsUuidText()
  @Documented({ description: 'What findings name as `because`.' })
  readonly id!: string;

  @IsInt()
  @Min(0)
  @Documented({ description: 'Place in the log: findings with `atLeast` this position are those after it was done.' })
  readonly position!: number;
}
