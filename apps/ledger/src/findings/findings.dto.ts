import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Length, Min } from 'class-validator';
import { FINDING_STATUSES, RULE_IDS } from '#libs/domain';
import type { FindingStatus, Outcome } from '#libs/domain';
import { PageQueryDto } from '../reading/paged-query.dto.ts';
import { ITEMS_COUNT_MAX } from '../reading/record-page.dto.ts';
import {
  Documented,
  IsInstantText,
  IsNotBlank,
  IsReferenceText,
  IsUuidText,
  ListFromText,
  Nested,
  NestedList,
  Optional,
} from '../validation/index.ts';
import { ExplainedBasisDto, ExplainedFindingDto, OUTCOMES } from './explained-finding.dto.ts';

const VALUES_COUNT_MAX = 50;
const VERSIONS_COUNT_MAX = 10_000;

export class FindingSearchDto extends PageQueryDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Default: all the credential is bound to.' })
  controllerId?: string[];

  @Optional()
  @IsUuidText()
  @Documented({ description: 'About this person; merges are followed.' })
  subjectId?: string;

  @Optional()
  @IsUuidText()
  @Documented({ description: 'About this record.' })
  recordId?: string;

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsIn([...RULE_IDS], { each: true })
  rule?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsIn([...OUTCOMES], { each: true })
  outcome?: string[];

  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsIn([...FINDING_STATUSES], { each: true })
  status?: string[];

  @Optional()
  @IsInstantText()
  @Documented({ description: 'What was believed then. Default: now.' })
  knownAt?: string;

  @Optional()
  @IsIn(['asc', 'desc'])
  @Documented({ description: 'By when they were raised. Default `desc`.' })
  order?: 'asc' | 'desc';

  @Documented({ description: 'Wait, for a bounded time, until everything up to this position has been judged.' })
  declare atLeast?: number;
}

/** What was on record about a finding for a time. */
export class FindingVersionDto {
  @IsInt()
  @Min(1)
  @Documented({ description: 'Counts the events of the finding.' })
  readonly revision!: number;

  @IsIn([...OUTCOMES])
  readonly outcome!: Outcome;

  @IsIn([...FINDING_STATUSES])
  readonly status!: FindingStatus;

  @IsString()
  @Documented({ description: 'What was missing then, in one sentence.' })
  readonly sentence!: string;

  @Optional()
  @Nested(() => ExplainedBasisDto)
  @Documented({ description: 'Where the rule is written, by what was recorded then. Absent where nothing was cited.' })
  readonly basis?: ExplainedBasisDto;

  @Optional()
  @IsReferenceText()
  @Documented({ description: 'Policy version it was judged by then. Absent where none was in force.' })
  readonly policyVersion?: string;

  @IsInstantText()
  readonly knownFrom!: string;

  @Optional()
  @IsInstantText()
  readonly knownTo?: string;

  @IsIn(['record', 'evidence', 'reassessment', 'person'])
  @Documented({
    description: 'What made it so: the record, evidence that came late, that it was asked for, or a person.',
  })
  readonly cause!: string;

  @Optional()
  @IsUuidText()
  @Documented({ description: 'The event that came late, or that asked to judge again.' })
  readonly because?: string;

  @IsBoolean()
  @Documented({ description: 'Whether somebody said something about it. The words are sealed.' })
  readonly hasWords!: boolean;

  @Optional()
  @IsString()
  @Documented({ description: 'The words, where they were asked for with `reveal=statements` and are not erased.' })
  readonly words?: string;
}

export class FindingDto extends ExplainedFindingDto {
  @IsUuidText()
  readonly id!: string;

  @IsReferenceText()
  readonly controllerId!: string;

  @Optional()
  @IsUuidText()
  readonly subjectId?: string;

  @IsUuidText()
  @Documented({ description: 'The record that was judged.' })
  readonly recordId!: string;

  @IsString()
  readonly recordType!: string;

  @IsInstantText()
  @Documented({ description: 'When what the record tells of happened.' })
  readonly happenedAt!: string;

  @Optional()
  @IsReferenceText()
  @Documented({ description: 'Policy version it was judged by. Absent where none was in force.' })
  readonly policyVersion?: string;

  @IsIn([...FINDING_STATUSES])
  readonly status!: FindingStatus;

  @IsInt()
  @Min(1)
  @Documented({ description: 'Counts the events of the finding; also its `ETag`.' })
  readonly revision!: number;

  @IsInstantText()
  readonly knownFrom!: string;

  @Optional()
  @IsInstantText()
  readonly knownTo?: string;
}

export class FindingWithVersionsDto extends FindingDto {
  @NestedList(() => FindingVersionDto, { countMax: VERSIONS_COUNT_MAX })
  @Documented({ description: 'Everything that was believed about it, in order.' })
  readonly versions!: readonly FindingVersionDto[];
}

export class FindingPageDto {
  @NestedList(() => FindingDto, { countMax: ITEMS_COUNT_MAX })
  readonly items!: readonly FindingDto[];

  @Optional()
  @IsString()
  @Length(1, 512)
  @Documented({ description: 'Cursor of the next page.' })
  readonly next?: string;
}

export class FindingPathDto {
  @IsUuidText()
  findingId!: string;
}

export class FindingReadingDto {
  @Optional()
  @IsIn(['statements'])
  @Documented({
    description: 'Also what people said about it (permission `subjects:reveal`). That it was read is recorded.',
  })
  reveal?: 'statements';
}

export class FindingStepDto {
  @IsString()
  @Length(1, 4_000)
  @IsNotBlank()
  @Documented({
    description: "In words. Sealed under the person's key; about no person, under that of whoever says it.",
  })
  text!: string;
}
