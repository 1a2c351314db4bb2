import { IsBoolean, IsIn, IsInt, IsString, Min } from 'class-validator';
import { Documented, NestedList, Optional } from '../validation/index.ts';

/** The parts are a handful, and of our own making. */
const PARTS_COUNT_MAX = 20;

export class HealthDto {
  @IsIn(['alive'])
  readonly status!: 'alive';
}

export class PartReadinessDto {
  @IsString()
  readonly part!: string;

  @IsBoolean()
  readonly ready!: boolean;

  @Optional()
  @IsString()
  @Documented({ description: 'Why it is not.' })
  readonly reason?: string;

  @Optional()
  @IsString()
  @Documented({ description: 'What needs attention although it is ready.' })
  readonly note?: string;

  @IsInt()
  @Min(0)
  @Documented({ description: 'How long it took to answer, in milliseconds.' })
  readonly ms!: number;
}

export class ReadinessDto {
  @IsIn(['ready'])
  readonly status!: 'ready';

  @NestedList(() => PartReadinessDto, { countMax: PARTS_COUNT_MAX })
  readonly parts!: readonly PartReadinessDto[];
}
