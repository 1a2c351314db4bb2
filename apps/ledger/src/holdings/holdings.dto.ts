import { ArrayMaxSize, IsArray, IsIn, IsString } from 'class-validator';
import { ITEMS_COUNT_MAX } from '../reading/record-page.dto.ts';
import { PagedQueryDto, PageEndDto } from '../reading/paged-query.dto.ts';
import {
  Documented,
  IsInstantText,
  IsReferenceText,
  IsUuidText,
  ListFromText,
  Nested,
  NestedList,
  Optional,
} from '../validation/index.ts';

const VALUES_COUNT_MAX = 50;
export const HOLDER_KINDS = ['controller', 'recipient', 'successor'] as const;
export const IDENTIFIABILITIES = ['identified', 'deidentified'] as const;

class HoldingFiltersDto extends PagedQueryDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsString({ each: true })
  @Documented({
    description: 'Categories of personal data, as IRI or prefixed name (`pd:Contact`). Narrower terms are implied.',
  })
  category?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Data sets it lies in, as far as records name them.' })
  dataset?: string[];
}

export class SubjectHoldingsQueryDto extends HoldingFiltersDto {
  @Optional()
  @IsIn(['controller', 'others'])
  @Documented({ description: 'Only what the company itself has, or only what others have.' })
  holder?: 'controller' | 'others';

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Only what these recipients have.' })
  recipient?: string[];

  @Optional()
  @IsInstantText()
  @Documented({ description: 'What was held then. Default: whatever is or was held at any time.' })
  asOf?: string;
}

export class HeldSubjectsQueryDto extends HoldingFiltersDto {
  @IsReferenceText()
  @Documented({ description: 'The company whose people are asked about.' })
  controllerId!: string;

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Held by one of these recipients. Default: by the company itself.' })
  recipient?: string[];

  @IsInstantText()
  @Documented({ description: 'First instant of the time in which it was held.' })
  heldFrom!: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'Last instant of that time. Default: the first, which asks about an instant.' })
  heldTo?: string;
}

/** A record that something is known by. */
export class RecordReferenceDto {
  @IsUuidText()
  readonly id!: string;

  @IsString()
  @Documented({ description: 'Type of the record.' })
  readonly type!: string;

  @IsInstantText()
  readonly recordedAt!: string;
}

export class HolderDto {
  @IsIn([...HOLDER_KINDS])
  @Documented({ description: '`successor`: a company the data passed to.' })
  readonly kind!: (typeof HOLDER_KINDS)[number];

  @IsReferenceText()
  readonly id!: string;
}

/** Data that somebody has or had: what came in, and went, together. */
export class HoldingDto {
  @IsUuidText()
  @Documented({ description: 'The subject it was recorded for, before any merge.' })
  readonly subjectId!: string;

  @IsReferenceText()
  readonly controllerId!: string;

  @Nested(() => HolderDto)
  @Documented({ description: 'Who has it.' })
  readonly holder!: HolderDto;

  @IsArray()
  @IsString({ each: true })
  @Documented({ description: 'IRIs.' })
  readonly categories!: readonly string[];

  @Optional()
  @IsReferenceText()
  @Documented({ description: 'Data set it lies in. Absent where no record says.' })
  readonly dataset?: string;

  @IsIn([...IDENTIFIABILITIES])
  readonly identifiability!: (typeof IDENTIFIABILITIES)[number];

  @IsArray()
  @IsString({ each: true })
  @Documented({
    description:
      'What it came in for, as IRIs. Empty where it is only known to be there because it was used or handed on.',
  })
  readonly purposes!: readonly string[];

  @Optional()
  @IsString()
  @Documented({ description: 'Legal basis that was declared, as IRI.' })
  readonly legalBasis?: string;

  @Optional()
  @IsString()
  @Documented({ description: "For a recipient: the ground in the policy's list it was shared on." })
  readonly ground?: string;

  @IsInstantText()
  readonly since!: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'First instant at which it was gone. Absent while it is held.' })
  readonly until?: string;

  @Nested(() => RecordReferenceDto)
  @Documented({ description: 'The record by which it came in, or is known to have been there.' })
  readonly sinceRecord!: RecordReferenceDto;

  @Optional()
  @Nested(() => RecordReferenceDto)
  @Documented({ description: 'The record by which it went.' })
  readonly untilRecord?: RecordReferenceDto;

  @IsInstantText()
  @Documented({ description: 'When the ledger came to know it so.' })
  readonly knownFrom!: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'When it learnt otherwise. Absent while it still knows it so.' })
  readonly knownTo?: string;
}

export class SubjectHoldingsDto extends PageEndDto {
  @IsUuidText()
  readonly subjectId!: string;

  @IsArray()
  @IsUuidText({ each: true })
  @Documented({
    description: 'Other subjects that were found to be the same person; what is held of them is here, too.',
  })
  readonly mergedSubjectIds!: readonly string[];

  @NestedList(() => HoldingDto, { countMax: ITEMS_COUNT_MAX })
  readonly items!: readonly HoldingDto[];
}

export class HeldSubjectDto {
  @IsUuidText()
  readonly subjectId!: string;

  @Optional()
  @IsUuidText()
  @Documented({
    description: 'Subject that stands for the person, where several were found to be the same one: count it once.',
  })
  readonly personId?: string;

  @IsArray()
  @IsString({ each: true })
  @Documented({ description: 'Those asked for that were held, as IRIs.' })
  readonly categories!: readonly string[];

  @IsInstantText()
  @Documented({ description: 'When the first of it came in.' })
  readonly since!: string;

  @Optional()
  @IsInstantText()
  @Documented({ description: 'When the last of it went. Absent while some of it is held.' })
  readonly until?: string;
}

export class HeldSubjectsDto extends PageEndDto {
  @NestedList(() => HeldSubjectDto, { countMax: ITEMS_COUNT_MAX })
  readonly items!: readonly HeldSubjectDto[];
}
