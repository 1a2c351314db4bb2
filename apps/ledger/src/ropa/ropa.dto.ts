import { IsArray, IsBoolean, IsIn, IsInt, IsObject, IsString, Min } from 'class-validator';
import { ControllerRegistrationDto } from '../registries/registration.dto.ts';
import {
  Documented,
  IsInstantText,
  IsReferenceText,
  IsUuidText,
  Nested,
  NestedList,
  NumberFromText,
  Optional,
} from '../validation/index.ts';

const ROWS_COUNT_MAX = 10_000;

export class RopaQueryDto {
  @IsReferenceText()
  @Documented({ description: 'Whose register.' })
  controllerId!: string;

  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(0)
  @Documented({ description: 'Wait, for a bounded time, until everything up to this position can be read.' })
  atLeast?: number;
}

export class RopaActivityDto {
  @IsReferenceText()
  readonly activity!: string;

  @IsUuidText()
  @Documented({ description: 'The record that declares it.' })
  readonly recordId!: string;

  @IsInstantText()
  readonly declaredAt!: string;

  @IsObject()
  @Documented({
    additionalProperties: true,
    description: 'What was declared, as in `ProcessingActivityDeclared` (docs/events).',
  })
  readonly declared!: object;
}

export class RopaPolicyDto {
  @IsReferenceText()
  @Documented({ description: 'In force now.' })
  readonly policyVersion!: string;

  @IsArray()
  @IsString({ each: true })
  @Documented({ description: 'Purposes its rows allow, as IRIs.' })
  readonly purposes!: readonly string[];

  @IsArray()
  @IsString({ each: true })
  readonly categories!: readonly string[];

  @IsArray()
  @IsString({ each: true })
  @Documented({ description: 'Whom it speaks of by name.' })
  readonly recipients!: readonly string[];
}

export class RopaRecordedDto {
  @IsString()
  @Documented({ description: 'IRI.' })
  readonly purpose!: string;

  @IsArray()
  @IsString({ each: true })
  @Documented({ description: 'Record types.' })
  readonly types!: readonly string[];

  @IsArray()
  @IsString({ each: true })
  readonly categories!: readonly string[];

  @IsArray()
  @IsString({ each: true })
  readonly legalBases!: readonly string[];

  @IsArray()
  @IsString({ each: true })
  readonly recipients!: readonly string[];

  @IsInt()
  @Min(1)
  @Documented({ description: 'Records.' })
  readonly count!: number;

  @IsInstantText()
  readonly firstAt!: string;

  @IsInstantText()
  readonly lastAt!: string;
}

export const DRIFTS = [
  'purposeNotDeclared',
  'categoriesNotDeclared',
  'recipientsNotDeclared',
  'legalBasesNotDeclared',
  'activityNotRecorded',
] as const;

export class RopaDriftDto {
  @IsIn([...DRIFTS])
  readonly kind!: (typeof DRIFTS)[number];

  @Optional()
  @IsString()
  readonly purpose?: string;

  @Optional()
  @IsReferenceText()
  readonly activity?: string;

  @Optional()
  @IsInt()
  @Min(1)
  @Documented({ description: 'Records for the purpose.' })
  readonly count?: number;

  @Optional()
  @IsBoolean()
  @Documented({ description: 'The policy in force has the purpose: only the register lacks it.' })
  readonly inPolicy?: boolean;

  @Optional()
  @IsArray()
  @IsString({ each: true })
  readonly categories?: readonly string[];

  @Optional()
  @IsArray()
  @IsString({ each: true })
  readonly recipients?: readonly string[];

  @Optional()
  @IsArray()
  @IsString({ each: true })
  readonly legalBases?: readonly string[];
}

/** Register of processing activities, GDPR Art. 30(1). */
export class RopaDto {
  @Nested(() => ControllerRegistrationDto)
  @Documented({ description: 'As it is registered (Art. 30(1)(a)).' })
  readonly controller!: ControllerRegistrationDto;

  @Optional()
  @Nested(() => RopaPolicyDto)
  @Documented({ description: 'What its policy says is done. Absent where none is in force.' })
  readonly policy?: RopaPolicyDto;

  @NestedList(() => RopaActivityDto, { countMax: ROWS_COUNT_MAX })
  @Documented({ description: 'Activities in force, as they were declared (Art. 30(1)(b)-(g)).' })
  readonly activities!: readonly RopaActivityDto[];

  @NestedList(() => RopaRecordedDto, { countMax: ROWS_COUNT_MAX })
  @Documented({ description: 'What was recorded, purpose by purpose.' })
  readonly recorded!: readonly RopaRecordedDto[];

  @NestedList(() => RopaDriftDto, { countMax: ROWS_COUNT_MAX })
  @Documented({ description: 'Where the two part.' })
  readonly drift!: readonly RopaDriftDto[];
}
